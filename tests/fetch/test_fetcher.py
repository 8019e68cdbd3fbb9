"""Fetching from a server that misbehaves in every way we can think of."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from analytics.fetch import FEED_TYPES, PAGE_TYPES, Fetcher, FetchError, FetchPolicy, Validators
from analytics.fetch.policy import user_agent
from analytics.ingest import SkipReason
from tests.fetch.badserver import STORY, BadServer, Reply, answer, drip, redirect

WITHOUT_LENGTH = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n"


def silent(_: object) -> Iterable[bytes]:
    time.sleep(2)
    return []


def headers_without_end() -> Iterable[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(100_000):
        yield f"x-{number}: {'y' * 60_000}\r\n".encode()


REFUSED: dict[str, tuple[Reply, SkipReason]] = {
    "never answers": (silent, SkipReason.TOO_SLOW),
    "drips the status line": (lambda _: drip(b"H"), SkipReason.TOO_SLOW),
    "drips headers": (lambda _: _headers_dripped(), SkipReason.TOO_SLOW),
    "drips the body": (lambda _: _body_dripped(), SkipReason.TOO_SLOW),
    "endless body": (lambda _: _endless(), SkipReason.TOO_LARGE),
    "gzip bomb": (answer(gzip.compress(bytes(50_000_000)), content_encoding="gzip"), SkipReason.TOO_LARGE),
    "says it is gzip": (answer(b"plain text", content_encoding="gzip"), SkipReason.UNREACHABLE),
    "packed as not asked for": (answer(b"x", content_encoding="br"), SkipReason.CONTENT_TYPE),
    "headers without end": (lambda _: headers_without_end(), SkipReason.UNREACHABLE),
    "an image": (answer(b"\x89PNG", content_type="image/png"), SkipReason.CONTENT_TYPE),
    "a truncated body": (answer(b"half", content_length="1000"), SkipReason.UNREACHABLE),
    "closes at once": (b"", SkipReason.UNREACHABLE),
    "no HTTP": (b"SSH-2.0-OpenSSH\r\n", SkipReason.UNREACHABLE),
    "an error of its own": (answer(status="500 Broken"), SkipReason.STATUS),
    "gone": (answer(status="410 Gone"), SkipReason.STATUS),
    "not modified, unasked": (answer(status="304 Not Modified"), SkipReason.STATUS),
    "to a private network": (redirect("http://10.0.0.1/"), SkipReason.ADDRESS),
    "to metadata": (redirect("http://169.254.169.254/latest/meta-data/"), SkipReason.ADDRESS),
    "to IPv6": (redirect("http://[::1]/"), SkipReason.ADDRESS),
    "to a mapped address": (redirect("http://[::ffff:10.0.0.1]/"), SkipReason.ADDRESS),
    "to a number": (redirect("http://167772161/"), SkipReason.ADDRESS),
    "to a file": (redirect("file:///etc/passwd"), SkipReason.ADDRESS),
    "to another port": (redirect("http://127.0.0.1:22/"), SkipReason.ADDRESS),
    "with a password": (redirect("http://user:word@127.0.0.1/"), SkipReason.ADDRESS),
    "to no address": (redirect("http://[/"), SkipReason.ADDRESS),
    "to itself": (redirect("/page"), SkipReason.REDIRECTS),
    "a redirect with an endless body": (lambda _: _endless_redirect(), SkipReason.ADDRESS),
}


def _headers_dripped() -> Iterable[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    yield from drip(b"x: y\r\n", 0.1)


def _body_dripped() -> Iterable[bytes]:
    yield WITHOUT_LENGTH
    yield from drip(b"z")


def _endless() -> Iterable[bytes]:
    yield WITHOUT_LENGTH
    yield from drip(b"z" * 50_000, 0)


def _endless_redirect() -> Iterable[bytes]:
    yield b"HTTP/1.1 302 Found\r\nlocation: http://10.0.0.1/\r\n\r\n"
    yield from drip(b"z" * 50_000, 0)


@pytest.mark.parametrize(("reply", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_a_server_does_wrong_ends_soon_and_by_name(
    server: BadServer, fetcher: Fetcher, reply: Reply, reason: SkipReason
) -> None:
    server.replies["/page"] = reply
    begun = time.monotonic()
    with pytest.raises(FetchError) as error:
        fetcher.get(f"{server.address}/page", PAGE_TYPES)
    assert error.value.reason is reason
    assert time.monotonic() - begun < 4
    assert "10.0.0.1" not in "".join(server.asked)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://[fd00:ec2::254]/",
        "http://[64:ff9b::a00:1]/",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://example.org:8080/",
        "http://example.org/\r\nx: y",
        "http://" + "a" * 3000,
        "",
    ],
)
def test_addresses_that_are_not_on_the_web_are_refused(url: str) -> None:
    with pytest.raises(FetchError) as error:
        Fetcher().get(url, PAGE_TYPES)
    assert error.value.reason is SkipReason.ADDRESS


def test_the_address_that_was_checked_is_the_one_connected_to(
    server: BadServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means a public address first and this machine a moment later."""
    told = iter(["93.184.215.14", *["127.0.0.1"] * 100])
    connected: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[object]:
        return [(2, 1, 6, "", (next(told), port))]

    def connect(place: tuple[str, int], timeout: float) -> None:
        connected.append(place[0])
        raise OSError("no network here")

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(FetchError):
        Fetcher().get("http://rebinding.example/", PAGE_TYPES)
    assert connected == ["93.184.215.14"]


def test_a_host_with_one_private_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: both)
    with pytest.raises(FetchError) as error:
        Fetcher().get("http://two.example/", PAGE_TYPES)
    assert error.value.reason is SkipReason.ADDRESS


def test_a_page_comes_with_its_final_address(server: BadServer, fetcher: Fetcher) -> None:
    server.replies["/a"] = redirect("/b?x=1")
    server.replies["/b?x=1"] = answer(gzip.compress(STORY), content_encoding="gzip", etag='"1"')
    page = fetcher.get(f"{server.address}/a#part", PAGE_TYPES)
    assert page is not None and page.body == STORY and page.url == f"{server.address}/b?x=1"
    assert page.media_type == "text/html" and page.validators == Validators('"1"')
    assert server.headers[-1]["user-agent"] == user_agent() and user_agent().startswith("OnRecord/0.")


def test_what_has_not_changed_is_not_sent_again(server: BadServer, fetcher: Fetcher) -> None:
    server.replies["/feed"] = lambda headers: (
        answer(status="304 Not Modified") if headers.get("if-none-match") == '"1"' else answer(b"<rss/>", etag='"1"')
    )
    first = fetcher.get(f"{server.address}/feed", FEED_TYPES)
    assert first is not None
    assert fetcher.get(f"{server.address}/feed", FEED_TYPES, first.validators) is None


def test_robots_txt_is_heeded_and_read_once(server: BadServer, fetcher: Fetcher) -> None:
    rules = b"User-agent: OnRecord\nDisallow: /closed\nCrawl-delay: 7\n\nUser-agent: *\nDisallow: /"
    server.replies |= {"/robots.txt": answer(rules, content_type="text/plain"), "/open": answer(STORY)}
    with pytest.raises(FetchError) as error:
        fetcher.get(f"{server.address}/closed/page", PAGE_TYPES)
    assert error.value.reason is SkipReason.ROBOTS
    assert fetcher.get(f"{server.address}/open", PAGE_TYPES) is not None
    fetcher.get(f"{server.address}/open", PAGE_TYPES)
    assert server.asked == ["/robots.txt", "/open", "/open"]
    assert server.slept[-1] == pytest.approx(7, abs=0.5)  # what robots.txt asks for


def test_a_redirect_into_what_robots_txt_closes_is_not_followed(server: BadServer, fetcher: Fetcher) -> None:
    server.replies |= {"/robots.txt": answer(b"User-agent: *\nDisallow: /closed"), "/a": redirect("/closed")}
    with pytest.raises(FetchError) as error:
        fetcher.get(f"{server.address}/a", PAGE_TYPES)
    assert error.value.reason is SkipReason.ROBOTS and "/closed" not in server.asked


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (answer(status="500 Broken"), SkipReason.UNREACHABLE),
        (b"", SkipReason.UNREACHABLE),
        (redirect("/robots.txt"), SkipReason.REDIRECTS),
    ],
)
def test_without_a_readable_robots_txt_nothing_is_fetched_for_now(
    server: BadServer, fetcher: Fetcher, reply: Reply, reason: SkipReason
) -> None:
    server.replies |= {"/robots.txt": reply, "/page": answer(STORY)}
    with pytest.raises(FetchError) as error:
        fetcher.get(f"{server.address}/page", PAGE_TYPES)
    assert error.value.reason is reason and "/page" not in server.asked
    server.replies["/robots.txt"] = answer(status="404 Not Found")
    assert fetcher.get(f"{server.address}/page", PAGE_TYPES) is not None


def test_requests_to_one_host_keep_a_distance(server: BadServer, fetcher_with: Callable[..., Fetcher]) -> None:
    server.replies["/page"] = answer(STORY)
    polite = fetcher_with(pause=3.0)
    for _ in range(3):
        polite.get(f"{server.address}/page", PAGE_TYPES)
    assert server.slept == pytest.approx([3, 6, 9], abs=0.5)  # nobody really slept meanwhile


def in_a_minute() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=50))


@pytest.mark.parametrize(
    ("again", "slept"), [(lambda: "5", 5.0), (in_a_minute, 49.0), (lambda: "", 0.01), (lambda: "soon", 0.01)]
)
def test_a_busy_server_is_asked_again_when_it_says(
    server: BadServer, fetcher: Fetcher, again: Callable[[], str], slept: float
) -> None:
    replies = iter([answer(status="429 Busy", retry_after=again()), answer(STORY)])
    server.replies["/page"] = lambda _: next(replies)
    assert fetcher.get(f"{server.address}/page", PAGE_TYPES) is not None
    assert server.slept == pytest.approx([slept], abs=1.1)


@pytest.mark.parametrize(("again", "tries"), [("", 3), ("86400", 1)])
def test_a_server_that_stays_busy_is_left_alone(server: BadServer, fetcher: Fetcher, again: str, tries: int) -> None:
    server.replies["/page"] = answer(status="503 Busy", retry_after=again)
    with pytest.raises(FetchError) as error:
        fetcher.get(f"{server.address}/page", PAGE_TYPES)
    assert error.value.reason is SkipReason.BUSY
    assert server.asked.count("/page") == tries


def test_the_network_of_the_machine_is_closed_by_default() -> None:
    assert FetchPolicy().networks == () and FetchPolicy().ports == {80, 443}
