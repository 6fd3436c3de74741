"""The only code that queries records and log. Services open one unit of work per write; routes never come here."""
