"""What the demo's office does: it prepares, and afterwards answers. Its own ops by the office's own services (I6)."""

import random
import secrets
from importlib.metadata import version

from server import accounts, acts, clock, enrol
from server.demo.tablet import Tablet
from server.office.hearings import comments, judgements, service
from server.office.hearings.desk import Desk
from server.store import records
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading, write
from server.who import Actor
from sync.chain import base64url
from sync.op import Value, dump

APP_VERSION = version("yavuul")


class Office:
    """The office of one tenant; `actor` is its reviewer, `passwords` are by e-mail, `logins` in the order made."""

    def __init__(self, tenant: str, name: str, zone: str) -> None:
        self.tenant, self.zone = tenant, zone
        self.logins: list[tuple[str, str, str, str]] = []  # e-mail, password, role, name
        acts.found_tenant(tenant, name, zone)

    def account(self, email: str, name: str, role: str, units: list[str] | None) -> None:
        """Somebody who may sign in; the password is drawn anew for each deployment, second steps are not asked for."""
        password = secrets.token_urlsafe(9)
        accounts.create(self.tenant, email, name, role, password, units)
        self.logins.append((email, password, role, name))

    def actor(self, role: str) -> Actor:
        """The first account with this role."""
        email = next(email for email, _, of, _ in self.logins if of == role)
        found = accounts.by_email(email)
        assert found is not None
        return found.actor()

    def state(self, *statements: acts.Statement) -> None:
        """New records of the office, by its officer."""
        acts.state(self.tenant, self.actor("officer").id if self.logins else "", list(statements))

    def amend(self, values_by_record: dict[str, dict[str, Value]]) -> None:
        """Ordinary edits of records as they stand."""
        account = self.actor("officer").id

        def work(connection) -> None:
            found = records.load(connection, self.tenant, values_by_record, SubjectKeys(connection, self.tenant))
            said = [acts.change(found[record], values) for record, values in values_by_record.items()]
            acts.state_in(connection, self.tenant, account, said)

        write(work)

    def judge(self, hearing: str, review: str, text: str = "") -> None:
        """The reviewer's word on a hearing as a whole."""
        actor = self.actor("reviewer")
        with reading() as connection:
            seen = judgements.token(service.find_hearing(Desk(connection, actor), hearing))
        judgements.judge(actor, hearing, review, seen, text)

    def comment(self, record: str, path: str, text: str) -> None:
        """A question of the reviewer to the facilitator."""
        comments.add(self.actor("reviewer"), record, path, text)

    def enrol(self, email: str, client, seed: float) -> Tablet:
        """A tablet that enrols with a one-time code of the office, and hears for the first time."""
        owner = accounts.by_email(email)
        assert owner is not None
        code = enrol.create_code(self.actor("administrator"), owner.id)
        tablet = Tablet(random.Random(seed))
        public_key = base64url(tablet.public_key)
        said = {"code": code, "public_key": public_key, "app_version": APP_VERSION}
        said["sig"] = tablet.sign(enrol.signed_text(code, public_key))
        response = client.post("/api/v1/enrol", dump(said), {"Content-Type": "application/json"})
        assert response.status_code == 201, response.data
        tablet.cursor = response.get_json()["cursor"]
        tablet.at = clock.now_ms()
        return tablet
