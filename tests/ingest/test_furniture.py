import pytest

from analytics.ingest.furniture import heads_list, is_breadcrumb, is_furniture
from analytics.ingest.header import read_line

FURNITURE = """
News|Politics|World|Breaking News|Opinion|TOP STORIES|Fact Check|Share|Share this article|Share on Facebook|Tweet
Facebook Twitter WhatsApp|Email|Print|Copy link|Share via e-mail|Follow us on Twitter|Follow us on X: @courier
Follow Jane Doe on Twitter @janedoe.|Like us on Facebook|#Sarn #Taldoria|Read more
Read more: Ostrevia denies everything|READ MORE >|Also read: Ten facts about eels|Read the full story here.
Read more about the collision|See also: Talks fail again|Related: Reyk to travel|Watch: The boat that sank
Continue reading|Click here to subscribe|Skip to content|Back to top|Menu|Log in|Sign in / Register|View gallery
Listen to this article|Advertisement|ADVERTISEMENT|Ad|Sponsored|Sponsored by Meridian
Story continues below advertisement|Article continues below|Subscribe|Subscribe now|Subscribe to our newsletter
Sign up for our daily briefing|Get the latest news in your inbox
We use cookies to improve your experience on our site.|Accept all cookies|Manage preferences|Privacy Policy
Terms of Service|© 2026 The Maresk Courier. All rights reserved.|Copyright 2026 Sarn Sea Wire|All rights reserved
Photo: Jane Doe / Reuters|(Photo by Jane Doe/AFP)|File photo|Image credit: Getty Images|Getty Images
AP Photo/Jane Doe|REUTERS/Jane Doe|Jane Doe via Getty Images
Image copyright Getty Images Image caption The boat in the strait|Image: The boat is towed to Maresk.|12 comments
1,234 views|3.4k shares|Comments (5)|Leave a comment|Post a comment|Be the first to comment|No comments yet
Comments are closed|3 min read|Reading time: 4 minutes|Tags: strait, fish, boats|Filed under: Politics
Topics: Sarn Sea|(Reporting by Jane Doe; Editing by John Smith)|The Associated Press contributed to this report.
Jane Doe contributed reporting from Maresk.|Most read|Related stories|You may also like
More from The Maresk Courier|Trending now|Editor's picks|Don’t miss|https://www.courier.example/story/1
www.courier.example|(AP Photo/Jane Doe)|Jane Doe/Getty Images
"""

STORY = [
    "No comment.",
    "“No comments,” he said.",
    "Share prices fell on Monday.",
    "Print and be damned, the editor told the minister.",
    "Follow the money, she said.",
    "Watch the sea.",
    "The photo shows Reyk on the quay.",
    "Read more books, the minister told pupils on Monday in Maresk.",
    "Related parties have denied everything.",
    "Subscribe to the idea or leave, he said.",
    "Cookies were served at the summit, said an aide.",
    "Advertisement rates rose by a third.",
    "Copyright law divides Ostrevia",
    "More in sorrow than in anger",
    "Register of ships closed to Taldorians",
    "World leaders gather in Tervane",
    "(AP Photo/Jane Doe) The sailors were ordered back to prison for four years each.",
    "Politics is a blood sport.",
    "Europe.",
    "Listen.",
    "Video: “We will not yield”",
    "He posted a picture/meme on Monday that enraged Taldoria.",
    "Save the whales, say the islanders.",
    "Find the missing crew, mothers beg",
    "Join the fight or perish, Sandrel warned.",
    "Contact between the capitals has ceased.",
    "A spokesman said the cookies policy of the Gazette would change.",
]


def lines(table: str) -> list[str]:
    return [line for row in table.strip().splitlines() for line in row.split("|")]


@pytest.mark.parametrize("line", lines(FURNITURE))
def test_furniture(line) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", STORY)
def test_sentences_and_headlines_of_stories_are_no_furniture(line) -> None:
    assert not is_furniture(line)
    assert read_line(line) is None


@pytest.mark.parametrize("line", ["Home > World > Europe", "News » Politics", "Home / Business / Fish"])
def test_breadcrumbs(line) -> None:
    assert is_breadcrumb(line)


def test_a_slash_in_a_headline_is_no_breadcrumb() -> None:
    assert not is_breadcrumb("Reyk/Brezik talks resume")


def test_links_below_a_list_head_go_with_it_until_the_story_goes_on(body) -> None:
    from analytics.ingest import read_text

    first = "Foreign Minister Tomas Reyk left Maresk on Monday for talks."
    last = "He is expected back on Friday with an answer."
    article = read_text(f"{first}\nRelated stories\nCat rescued from tall tree\nTen things about eels\n{last}")
    assert body(article) == [first, last]


def test_heads_of_lists() -> None:
    assert heads_list("You might also like:")
    assert not heads_list("You might also like what Reyk has to say about eels and much else besides")
