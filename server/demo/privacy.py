"""What citizens ask of the office: one to see what is held of him, one to be forgotten; a term of the house (X1)."""

from server.demo.jargalant import Soum
from server.office.privacy import overview
from server.privacy import requests
from server.store import people
from server.store.unit_of_work import reading
from server.who import ADMINISTRATOR, OFFICER

ASKED = ((requests.ACCESS, "А-12"), (requests.ERASURE, "А-13"))


def tell(soum: Soum) -> None:
    """Two people of Рашаант ask; nobody has said yes yet."""
    office = soum.office
    officer = office.actor(OFFICER)
    with reading() as connection:
        known = [person.record for person in people.of_unit(connection, office.tenant, soum.units["Рашаант"])]
    for person, (kind, paper) in zip(known, ASKED, strict=False):
        requests.ask(officer, kind, person, paper)
    overview.set_term(office.actor(ADMINISTRATOR), "photos", "60")
