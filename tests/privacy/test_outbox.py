"""P7: each person is told once of each thing, whatever the gateway does (F60), and only while he wants to be."""

import json
import random
import socketserver
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from server import acts
from server.acts import Statement
from server.config import UnsafeSettings
from server.messages import gateways, outbox, readers, words, worker
from server.messages.causes import KINDS
from server.models.projections import TABLES
from server.store import records, settings
from server.store.unit_of_work import reading, write
from tests.privacy.conftest import FAR, PHONE
from tests.privacy.gateway import serving

NOON = "2026-11-24T05:00:00+00:00"  # in Khovd


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", NOON)


@pytest.fixture
def gateway(hall):
    with serving() as found:
        set_up(hall, sms={"kind": "http", "url": found.address, "status_url": found.address + "{id}", "token": "t0"})
        yield found


def set_up(hall, **channels):
    path = hall.world.data_dir / gateways.FILE
    path.write_text(json.dumps({hall.world.tenant: channels}))
    path.chmod(0o600)


def move(hall, proposal, status, **more):
    """The office says a state."""
    with hall.world.app.app_context():
        with reading() as connection:
            record = records.load_open(connection, hall.world.tenant, [proposal])[proposal]
        acts.state(hall.world.tenant, "", [acts.change(record, {"status": status, **more})])


def rows(hall, **said):
    with hall.world.connection() as connection:
        return outbox.listed(connection, hall.world.tenant, None, said)


def send(hall, monkeypatch, at="2026-11-24T05:10:00+00:00"):
    monkeypatch.setenv("YAVUUL_NOW", at)
    with hall.world.app.app_context():
        return dict(worker.send_due(hall.world.tenant))


def test_a_new_state_tells_who_proposed_it_once_and_the_gateway_proves_it(hall, citizen, gateway, monkeypatch):
    move(hall, citizen.proposal, "planned")
    assert send(hall, monkeypatch, NOON) == {}, "what is taken back at once was never told"
    assert send(hall, monkeypatch) == {"sent": 1, "delivered": 1}
    assert send(hall, monkeypatch, "2026-11-25T05:10:00+00:00") == {}
    (told,) = gateway.told.values()
    assert told["to"] == f"+976{PHONE}"
    assert told["text"].startswith("Таны санал «Гар худаг гаргах» төлөвлөгөөнд туслаа.")
    assert gateway.tokens == {"Bearer t0"}
    (row,) = rows(hall, channel="sms")
    assert (row.state, row.gateway_id) == ("delivered", "m-" + row.id)
    assert len(rows(hall, channel="board")) == 1
    stored = json.dumps(hall.world.everything()["outbox"], default=str)
    assert PHONE not in stored
    assert "Гантулга" not in stored


def test_an_act_that_is_rolled_back_tells_nobody(hall, citizen, gateway):
    def work(connection):
        acts.state_in(
            connection, hall.world.tenant, "", [Statement("proposal", citizen.proposal, {"status": ("done", ())})]
        )
        raise ZeroDivisionError

    with hall.world.app.app_context(), pytest.raises(ZeroDivisionError):
        write(work)
    assert rows(hall) == []


def test_a_consent_withdrawn_between_act_and_message_counts(hall, citizen, gateway, monkeypatch):
    move(hall, citizen.proposal, "done")
    citizen.withdraw("answer_by_phone")
    assert send(hall, monkeypatch) == {}
    assert [(row.state, row.why) for row in rows(hall, channel="sms")] == [("dropped", "no-consent")]
    assert not gateway.told


def test_a_state_that_was_taken_back_is_not_told(hall, citizen, gateway, monkeypatch):
    move(hall, citizen.proposal, "done")
    move(hall, citizen.proposal, "in_progress")
    assert send(hall, monkeypatch) == {"dropped": 1, "sent": 1, "delivered": 1}
    assert "хэрэгжиж" in next(iter(gateway.told.values()))["text"]


def test_without_a_gateway_somebody_calls(hall, citizen):
    move(hall, citizen.proposal, "planned")
    assert {row.channel for row in rows(hall)} == {"call", "board"}


def test_of_an_old_archive_nobody_is_told(hall, citizen, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", "2029-11-24T05:00:00+00:00")
    move(hall, citizen.proposal, "planned")
    assert rows(hall) == []


def test_nobody_is_rung_at_night_where_he_lives(hall, citizen, gateway, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", "2026-11-24T15:30:00+00:00")  # 22:30 in Khovd
    move(hall, citizen.proposal, "planned")
    assert send(hall, monkeypatch, "2026-11-25T00:30:00+00:00") == {}  # 07:30
    assert send(hall, monkeypatch, "2026-11-25T01:00:00+00:00") == {"sent": 1, "delivered": 1}  # 08:00


def test_f60_a_thousand_messages_reach_each_person_once_through_a_gateway_that_fails_hangs_and_doubles(
    hall, gateway, monkeypatch
):
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    people = [reach_of(hall, number) for number in range(10)]
    proposal = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Зам")
    hall.world.sync(hall.ana)
    said = {"title": "Зам"}
    with hall.world.app.app_context():
        for event in range(100):
            for _ in range(1 + (event % 20 == 0)):  # told twice: queued once
                write(
                    lambda connection, event=event: outbox.queue(
                        connection, hall.world.tenant, f"e{event}", "reply", hall.unit, proposal, said, people
                    )
                )
    set_up(hall, sms={"kind": "http", "url": gateway.address, "timeout_s": "0.2"})
    moods = ["fault"] * 60 + ["double"] * 60 + ["odd"] * 30 + ["hang"] * 5 + ["good"] * 900
    chance.shuffle(moods)
    gateway.moods = moods
    waits = [f"2026-11-24T{5 + step // 2:02}:{10 + 30 * (step % 2)}:00+00:00" for step in range(10)]
    done = {"sent": 0, "later": 0}
    for at in waits:
        with ThreadPoolExecutor(2) as workers:  # two workers at once, in each round several turns
            for _ in range(8):
                both = [workers.submit(send, hall, monkeypatch, at) for _ in range(2)]
                for one in both:
                    for state, count in one.result().items():
                        done[state] = done.get(state, 0) + count
        if done["sent"] == 1000:
            break
    assert (done["sent"], len(gateway.told)) == (1000, 1000)
    assert {row.state for row in rows(hall, channel="sms")} == {"sent"}
    assert done["later"] >= 60
    by_number = {text["to"]: 0 for text in gateway.told.values()}
    for text in gateway.told.values():
        by_number[text["to"]] += 1
    assert set(by_number.values()) == {100}


def reach_of(hall, number):
    """A citizen who wants to be told, with a number of his own."""
    named = {"given_name": f"Иргэн {number}", "phone": f"9911{number:04}"}
    return hall.ana.say("person", unit=hall.unit, _personal=named, **{"consents/answer_by_phone": FAR})


def test_f60_a_gateway_that_redirects_gets_no_token_elsewhere_and_one_that_refuses_is_asked_once(
    hall, citizen, gateway, monkeypatch
):
    move(hall, citizen.proposal, "planned")
    gateway.moods = ["redirect"]
    assert send(hall, monkeypatch) == {"failed": 1}
    assert sum(gateway.calls.values()) == 1


def test_a_gateway_that_is_down_is_left_alone_until_the_next_round(hall, gateway, monkeypatch):
    people = [reach_of(hall, number) for number in range(9)]
    proposal = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Зам")
    hall.world.sync(hall.ana)
    with hall.world.app.app_context():
        write(lambda c: outbox.queue(c, hall.world.tenant, "e", "reply", hall.unit, proposal, {"title": "З"}, people))
    gateway.moods = ["fault"] * 5
    assert send(hall, monkeypatch) == {"later": 5}
    assert send(hall, monkeypatch, "2026-11-24T05:12:00+00:00") == {"sent": 9, "delivered": 9}


@pytest.mark.parametrize(
    "address",
    ["http://169.254.169.254/x", "http://[::1]/x", "http://0x7f.1/x", "http://gateway.example/x", "file:///etc/passwd"],
)
def test_h78_a_gateway_is_reached_by_https_or_on_this_machine_and_by_nothing_else(address):
    with pytest.raises(UnsafeSettings):
        gateways.send({"kind": "http", "url": address}, "k", "99118877", "x")


@pytest.mark.parametrize("number", ["+8821234567", "70001", "0099118877", "+97699118877&to=1", "99118877\r\nx"])
def test_h79_a_number_abroad_or_with_more_in_it_is_none(number):
    assert readers.NUMBER.fullmatch(number) is None


def test_h79_a_text_is_one_line_and_says_nothing_that_it_was_not_given(hall):
    with hall.world.connection() as connection:
        house = settings.house(connection, hall.world.tenant)
        said = words.text("reply", "mn", {"title": "Худаг\r\n&to=+8821234567 %(link)s"}, house, "t")
        own = house._replace(settings={"message.kk.reply": "Бар %(title)s %(nothing)s"})
        assert words.text("reply", "kk", {"title": "A"}, own, "t") == "Бар A %(nothing)s"
    assert said.splitlines() == [said]
    assert said.count("http") == 1


def test_h79_a_day_has_its_number_of_messages(hall, citizen, gateway, monkeypatch):
    move(hall, citizen.proposal, "planned")
    with hall.world.connection() as connection:
        own = connection.execute(select(TABLES["tenant"].c.id)).scalar_one()
        tenant = records.load_open(connection, hall.world.tenant, [own])[own]
    hall.world.state(acts.change(tenant, {"settings/message.day_max": "0"}))
    assert send(hall, monkeypatch) == {}
    hall.world.state(acts.change(tenant, {"settings/message.day_max": "1"}))
    assert send(hall, monkeypatch) == {"sent": 1, "delivered": 1}


def test_each_kind_has_words_in_three_languages_of_one_message(hall):
    with hall.world.connection() as connection:
        house = settings.house(connection, hall.world.tenant)
        for kind in KINDS:
            texts = {words.text(kind, one, {"title": "Ү" * 90}, house, "jargalant") for one in readers.LANGUAGES}
            assert len(texts) == 3, kind
            assert not any("%(" in text or "message." in text for text in texts), kind


class Mail(socketserver.StreamRequestHandler):
    """As much of an SMTP server as takes one letter."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                letter = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    letter += line
                self.server.letters.append(letter)
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


def test_who_left_an_e_mail_alone_gets_a_letter_whose_id_tells_a_second_one(hall, monkeypatch):
    named = {"given_name": "Цэцэг", "email": "tsetseg@example.mn"}
    person = hall.ana.say("person", unit=hall.unit, _personal=named, **{"consents/answer_by_phone": FAR})
    proposal = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гэрэл", proposer=person)
    hall.world.sync(hall.ana)
    with socketserver.TCPServer(("127.0.0.1", 0), Mail) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        where = {"kind": "smtp", "host": "127.0.0.1", "port": server.server_address[1], "from": "a@khovd.example"}
        set_up(hall, email=where)
        move(hall, proposal, "answered")
        assert send(hall, monkeypatch) == {"sent": 1}
        server.shutdown()
    (letter,) = server.letters
    (row,) = rows(hall, channel="email")
    assert f"Message-ID: <{row.id}@khovd.example>".encode() in letter


def test_a_file_of_secrets_that_others_can_read_is_refused(hall):
    set_up(hall, sms={"kind": "file"})
    (hall.world.data_dir / gateways.FILE).chmod(0o644)
    with hall.world.app.app_context(), pytest.raises(UnsafeSettings, match="chmod 600"):
        gateways.known(hall.world.tenant)


def test_a_file_takes_messages_that_somebody_sends_by_hand(hall, citizen, monkeypatch):
    set_up(hall, sms={"kind": "file"})
    move(hall, citizen.proposal, "planned")
    assert send(hall, monkeypatch) == {"sent": 1}
    path = hall.world.data_dir / gateways.SENT_FILE
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text())["to"] == PHONE
