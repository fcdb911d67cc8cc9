"""The invented words of the generator: subjects, towns with their regions and coordinates, and who teaches. Words come
in a long tail, a few in every tenth offer and most in few, as in real catalogues."""

SUBJECTS = (
    "spreadsheets", "online banking", "video calls", "passwords", "photo editing", "web pages", "e-mail",
    "file folders", "search engines", "social media", "data privacy", "copyright", "scripts", "formulas", "charts",
    "cloud storage", "smartphones", "tablets", "public e-services", "job portals", "presentations", "newsletters",
    "podcasts", "databases", "accessibility", "chatbots", "fact checking", "phishing", "backups", "home networks",
    "energy saving", "screen time", "teamwork tools", "calendars", "digital signatures", "invoices", "online shops",
    "maps", "translations", "robots",
)  # fmt: skip
FORMS = (
    "First steps with",
    "Evening course:",
    "Workshop:",
    "Everyday",
    "Working with",
    "Understanding",
    "Teaching",
    "Advanced",
)
READERS = ("beginners", "the office", "the self-employed", "older people", "returners", "parents", "clubs", "trainers")
# town, region, country, latitude and longitude in millionths of a degree
TOWNS = (
    ("Brussels", "BE100", "BE", 50850000, 4350000), ("Ghent", "BE234", "BE", 51050000, 3720000),
    ("Antwerp", "BE211", "BE", 51220000, 4400000), ("Liège", "BE332", "BE", 50630000, 5570000),
    ("Arlon", "BE341", "BE", 49680000, 5810000), ("Namur", "BE352", "BE", 50470000, 4870000),
    ("Luxembourg", "LU000", "LU", 49610000, 6130000), ("Trier", "DEB21", "DE", 49760000, 6640000),
    ("Aachen", "DEA2D", "DE", 50780000, 6080000), ("Metz", "FRF33", "FR", 49120000, 6180000),
    ("Nancy", "FRF31", "FR", 48690000, 6180000), ("Lille", "FRE11", "FR", 50630000, 3060000),
)  # fmt: skip
