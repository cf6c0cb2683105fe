"""Names that do not belong into a scenario: real services and firms, and people who are nobody.

Names that are words as well (Signal, Telegram, Teams, Apple, Zoom, Meta, Slack) are left out: they need an eye.
"""

_BRANDS = """
    Adobe AliExpress Alibaba BeReal Bluesky ChatGPT Coursera Craigslist DeepL Dropbox Duolingo eBay Ecosia
    Etsy Eventbrite Evernote Facebook FaceTime Firefox Flickr Gmail GitHub GitLab Glassdoor Google Hotmail
    iCloud iMessage Instagram iPhone iPad Jitsi Kahoot Kununu LinkedIn Linktree Mailchimp Mastodon Mentimeter
    Microsoft Moodle Netflix Nextcloud Nintendo OneDrive OpenAI Padlet Patreon PayPal Pinterest PlayStation
    Quora Reddit Roblox Samsung Skype Snapchat SoundCloud Spotify StepStone SurveyMonkey TikTok Threema Trello
    TripAdvisor Tumblr Twitch Twitter Viber Vimeo VKontakte WeChat Weibo WhatsApp Wikipedia WordPress Xbox
    Xing Yahoo YouTube
"""
BRANDS = frozenset(form for name in _BRANDS.split() for form in (name, name.lower(), name.upper(), name.capitalize()))
_STOCK_NAMES = (
    "Jane Doe",
    "John Doe",
    "John Q. Public",
    "Joe Bloggs",
    "Joe Public",
    "John Smith",
    "Jane Smith",
    "Max Mustermann",
    "Erika Mustermann",
    "Erika Musterfrau",
    "Otto Normalverbraucher",
    "Jan Kowalski",
    "Mario Rossi",
    "Jean Dupont",
    "Matti Meikalainen",
    "Medel Svensson",
    "Foo Bar",
    "Average Joe",
)
STOCK_NAMES: dict[str, list[str]] = {name.rpartition(" ")[2]: [] for name in _STOCK_NAMES}
"""By surname."""
for _name in _STOCK_NAMES:
    STOCK_NAMES[_name.rpartition(" ")[2]].append(_name)
