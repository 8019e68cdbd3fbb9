"""The patterns of page furniture, by what they are for.

Each describes a whole line, folded to lower case with straight quotation marks and without the punctuation at its end.
``CLOSED`` patterns fit a line whatever follows; ``OPEN`` ones run on into the headline of another story.
"""

from __future__ import annotations

SECTIONS = frozenset(
    """abstract.|africa|americas|analysis|arts|asia|books|breaking|breaking news|business|climate|column|columns|comment
    |commentary|correction appended.|crime|culture|defence|defense|developing|diplomacy|economy|editorial|editorials
    |education|election|elections|entertainment|environment|europe|exclusive|explainer|explainers|fact check|feature
    |features|finance|full text.|gallery|general|headlines|health|home|homepage|international|interview|interviews
    |investigations|latest|latest news|law|letters|letters.|lifestyle|live|local|local news|magazine|markets|media
    |middle east|money|nation|national|news|obituaries|op-ed|opinion|opinions|photos|pictures|politics|premium|regional
    |science|security|society|sport|sports|subscriber only|tech|technology|top stories|travel|uk|uk news|uncategorized
    |us|us news|video|videos|weather|world|world news""".replace("\n    ", "").split("|")
)
"""Names of sections; those with a full stop are printed with one."""

_NETWORK = (
    r"(?:facebook|twitter|x|x \(twitter\)|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|tiktok|threads"
    r"|bluesky|mastodon|messenger|viber|vk|pocket|flipboard|google news|e-?mail|print|copy(?: the)? link|share|tweet"
    r"|pin|save|bookmark|listen|link copied!?|gift(?: this)? article|rss|sms)"
)
_STORY = r"(?:article|story|page|post|report|piece|news|video|topic)"
_AGENCY = r"(?:ap|afp|reuters|epa|epa-efe|getty(?: images)?|dpa|upi|tass|ria novosti|anadolu|xinhua|shutterstock|pa)"
_PICTURE = r"(?:photo|image|picture|photograph|illustration|graphic|video)"

SHARING = (
    rf"(?:{_NETWORK}[\s,|·/&+-]*)+",
    rf"(?:share|tweet|e-?mail|print|save|bookmark|like|listen to|watch) (?:this|the)(?: {_STORY})?"
    r"(?: (?:on|via|with|by) .{1,40})?",
    rf"share (?:on|via|with|to) {_NETWORK}(?:(?:,| and| or)* {_NETWORK})*",
    r"(?:please )?(?:follow|like|join|find|add) (?:us|me)(?: (?:on|at|in) .{1,80})?",
    rf"(?:follow|like|join|find) (?:the |our )?[@\w ]{{1,30}} (?:on|at) (?:{_NETWORK}|social media)\b.{{0,60}}",
    r"@\w{2,30}",
    r"[\w.+-]+@[\w-]+\.[\w.]+",
    r"(?:#\w+[\s,]*)+",
)
NAVIGATION = (
    r"(?:click|tap) (?:here|to) .{1,80}",
    r"(?:read|see|show|view|load|learn|find out|watch) more(?: (?:stories|news|posts|here|below))?",
    r"(?:read|see) (?:more|also|next)\s*:.{1,160}",
    r"related(?: (?:story|stories|article|articles|coverage))?\s*:.{1,160}",
    r"continue reading.{0,60}",
    r"(?:the )?(?:story|article) continues(?: below.{0,40}| after.{0,40})?",
    r"read (?:the )?(?:full|whole|original|rest)(?: of)?(?: the| this)?(?: (?:article|story|report|interview|text))?"
    r"(?: here| at .{1,40})?",
    r"skip (?:to|past) .{1,40}",
    r"back to top|top|menu|search|close|loading|more|next|previous|(?:next|previous) (?:article|story|post)",
    r"(?:log|sign) (?:in|out|up)(?: (?:or|/) (?:register|subscribe|sign up))?|register|my account",
    r"expand|collapse|hide|show|play(?: video)?|pause|mute|listen|watch(?: live| now)?|audio|transcript",
    r"enlarge(?: (?:this )?image)?|view (?:gallery|image|photos|slideshow)|(?:toggle|hide) caption",
    rf"listen to (?:this|the) {_STORY}.{{0,30}}",
)
SELLING = (
    r"ads?|advertisement(?: - .{1,40})?|advertorial|promoted(?: content)?|paid (?:content|post)",
    r"sponsored(?: (?:content|by .{1,40}))?",
    r"(?:subscribe|sign up|donate|support us)(?: (?:now|today|here|free|for free))*",
    r"(?:subscribe|sign up)(?: (?:now|today|here|free))?(?: (?:to|for|and) .{1,90})",
    r"(?:get|receive) (?:the|our|all the|every|breaking|daily|latest) .{0,60}"
    r"\b(?:newsletter|inbox|e-?mail|alerts?|headlines)\b.{0,40}",
    r"already a (?:subscriber|member)\?.{0,40}",
    r"(?:support|help fund) (?:our|independent) journalism.{0,60}",
    r"newsletters?",
)
LEGAL = (
    r"(?:we|this (?:web)?site|our (?:web)?site|by (?:using|continuing|clicking)) .{0,160}\bcookies?\b.{0,120}",
    r"(?:accept|reject|allow|manage)(?: all)?(?: cookies| preferences| settings| consent)?(?: and (?:continue|close))?",
    r"cookies?(?: (?:policy|settings|preferences|notice|consent))?",
    r"(?:privacy(?: policy| notice)?|terms(?: (?:of (?:use|service)|and conditions|& conditions))?|contact(?: us)?"
    r"|about(?: us)?|careers|help|faq|site ?map|advertise(?: with us)?|imprint|accessibility)(?: ?[|·/] ?.{0,80})?",
    r"(?:©|\(c\)|copyright (?:©|\(c\)|by|\d{4}))\s?.{0,120}",
    r"(?:.{0,80}\b)?all rights reserved.{0,120}",
    r"do not sell my .{0,40}",
)
PICTURES = (
    rf"\(?{_AGENCY}(?: photo| images?| pictures?)?(?: ?/ ?[^()]{{1,60}})?\)?",
    rf"[\w .,'-]{{2,50}} ?/ ?{_AGENCY}(?: photo| images?)?",
    rf".{{1,40}} via (?:{_AGENCY}|facebook|twitter)|getty images.{{0,60}}",
    rf"\(?(?:(?:{_AGENCY}|file|archive|handout) )?{_PICTURE}(?:s| credits?| source| courtesy| copyright)?"
    r"\s?(?::|/|©|courtesy of)\s?[^)]{1,150}\)?",
    rf"\(?{_PICTURE}s? by:? [\w/ .,'&-]{{2,60}}\)?",
    r"image (?:copyright|caption|source|credit)s?\b.{0,150}",
    r"photo illustration.{0,80}",
    r"\(?(?:file|archive|handout)(?: (?:photo|image|picture))?\)?",
)
COUNTS = (
    r"[\d.,]+ ?k?\+? (?:comments?|shares?|views?|likes?|reads?|retweets?|reactions?|replies)",
    r"comments?:? ?\(?\d*\)?",
    r"(?:shares?|views?|likes?|reads?):? ?\(?\d+k?\)?",
    r"(?:leave|post|add|write|view|show|hide|read|join|see)(?: (?:a|all|the|your|more|\d+))?"
    r" (?:comments?|reply|conversation)(?: \(?\d+\)?)?",
    r"be the first to comment|no comments(?: yet)?|comments (?:are )?(?:closed|off|disabled).{0,40}",
    r"report (?:this )?(?:ad|typo|error).{0,40}",
    r"(?:estimated |est\. )?reading time:? .{1,20}",
    r"(?:\d+|one|two|three|four|five) ?-?min(?:ute)?s? ?(?:read|listen|watch)?|\d+ words",
)
CREDITS = (
    r"\W*(?:additional )?(?:reporting|writing|editing|edited|compiled|translated|produced)(?: and \w+)? by:? .{1,150}",
    r".{2,90} contributed(?: \w+)? (?:to this (?:report|story|article)|reporting)(?: from .{1,60})?",
    r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords?|sections?|posted in|location)\s?:.{0,150}",
    r"this (?:article|story|post|piece) (?:was )?(?:originally |first )(?:published|appeared).{0,120}",
)
CLOSED = (*SHARING, *NAVIGATION, *SELLING, *LEGAL, *PICTURES, *COUNTS, *CREDITS)

OPEN = (
    r"(?:read|see|watch|listen|also|more|must) (?:more|also|read|next|now|on|here)\s?(?::|-|–|—|\||>|»|›)\s?.{1,200}",
    r"(?:read|see|find out|learn) more (?:about|on|at|from|in|here)\b.{0,120}",
    r"(?:related|recommended|watch|video|listen|podcast|in pictures|also on [\w ]{1,30}|from the archive|don't miss)"
    r"(?: (?:stories|articles|news|story|article|coverage))?\s?(?::|\||>|»|›)\s?.{1,200}",
)

LIST_HEADS = (
    r"(?:related|similar)(?: (?:stories|articles|news|topics|content|posts|links|coverage|reading|story|article))?",
    r"most (?:read|popular|viewed|shared|commented|watched)(?: .{1,20})?",
    r"(?:trending|popular)(?: (?:now|stories))?",
    r"recommended(?: (?:for you|stories|articles|reading))?",
    r"you (?:may|might)(?: also)?(?: like| be interested in)",
    r"more (?:stories|news|coverage|headlines|articles|on this (?:story|topic)|from .{1,40})",
    r"editor'?s'? (?:picks?|choice)|don'?t miss|up next|(?:read|also) (?:also|next|read)|see also|what to read next",
    r"latest (?:news|stories|headlines|articles)|top stories|in case you missed it|in other news",
    r"around the web|from our partners|on this (?:story|topic)|sponsored (?:links|stories)|tags|topics|comments",
)
