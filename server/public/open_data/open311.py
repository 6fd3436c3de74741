"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2, read 2026-11-23): requests are the published proposals.

What is asked is read here and answered as plain data; written.py makes XML or JSON of it. Where the standard leaves
room: `page` and `page_size` go through more than one answer, as other cities do; a span of dates may be longer than 90
days, because the answer is bounded anyway. A request that is handed in becomes a proposal that nobody sees until the
office has given it a state; names, phones and addresses that come with it are not taken.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from werkzeug.datastructures import MultiDict

from server import acts, clock, request_keys
from server.limits import hit
from server.office.proposals.listing import CATEGORIES
from server.problems import Problem
from server.public.open_data import source
from server.public.open_data.source import DAYS_90, Tenant, Told
from server.public.reader import Reader
from server.store import published
from server.store.published import Wishes
from server.store.unit_of_work import reading
from sync.catalogue import BY_NAME

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
PAGE = 1000
POSTS_MAX, POSTS_WINDOW_S = 60, 3600  # with one key
STATUSES = tuple(next(field.choices for field in BY_NAME["proposal"].fields if field.name == "status"))
_id = re.compile(r"[a-z2-7]{26}", re.ASCII)
_code = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
_number = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_degrees = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?", re.ASCII)


class Refused(Exception):
    """The standard's own error: an HTTP status, and what is wrong."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description


def services(reader: Reader) -> list[dict]:
    """The categories, as services."""
    return [service(slug) for slug in sorted(_slugs(reader))]


def _slugs(reader: Reader) -> set[str]:
    return {*CATEGORIES, *published.categories(reader.connection, reader.tenant)} - {""}


def service(slug: str) -> dict:
    """One category; what kinds of it are asked for needs no further questions."""
    return {
        "service_code": slug,
        "service_name": source.category(slug),
        "description": source.category(slug),
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": "",
    }


def definition(reader: Reader, code: str) -> dict:
    """The questions of a service: there are none."""
    if code not in _slugs(reader):
        raise Refused(404, "service_code was not found")
    return {"service_code": code, "attributes": []}


def requests(reader: Reader, tenant: Tenant, asked: MultiDict) -> list[dict]:
    """The requests that fit what is `asked`."""
    size = _whole(asked, "page_size", PAGE)
    offset = (_whole(asked, "page", 1) - 1) * size
    wanted = _wanted(reader, tenant, asked)
    found = source.proposals(reader, wanted, min(size, PAGE), min(offset, 10**6))
    return [request(tenant, one) for one in found if _is_wanted(one, wanted)]


def _is_wanted(told: Told, wanted: Wishes) -> bool:
    """What the store cannot see: the day of what belongs to no hearing."""
    return not told.day or wanted.get("since", "") <= told.day <= wanted.get("until", "9999")


def _wanted(reader: Reader, tenant: Tenant, asked: MultiDict) -> Wishes:
    ids = _list(asked, "service_request_id")
    if ids:  # overrides all else
        return {"id": [one for one in ids if _id.fullmatch(one)]}
    codes = _list(asked, "service_code")
    if any(not _code.fullmatch(code) for code in codes):
        raise Refused(400, "service_code is not valid")
    wanted = {one.lower() for one in _list(asked, "status")}
    if wanted - {"open", "closed"}:
        raise Refused(400, "status must be open, closed or both")
    since, until = _span(tenant, asked)
    said = {"since": since.isoformat(), "until": until.isoformat()} | ({"category": codes} if codes else {})
    if wanted:
        states = [one for one in STATUSES if ("closed" if one in source.CLOSED else "open") in wanted]
        said["among"] = reader.among(states)
    return said


def _span(tenant: Tenant, asked: MultiDict) -> tuple[date, date]:
    """The days that are asked for; where nothing is said, the last 90."""
    start, end = _moment(tenant, asked, "start_date"), _moment(tenant, asked, "end_date")
    today = source.local_day(clock.now(), tenant.zone)
    if start and not end:
        end = min(today, start + DAYS_90) if start <= today else start + DAYS_90
    end = end or today
    return start or max(end, date.min + DAYS_90) - DAYS_90, end


def _moment(tenant: Tenant, asked: MultiDict, name: str) -> date | None:
    said = asked.get(name, "")
    if not said:
        return None
    try:
        moment = datetime.fromisoformat(said.replace(" ", "+"))  # a plus sign that was not escaped
        if moment.tzinfo is None:
            moment = datetime.combine(moment.date(), moment.time() or time(), tenant.zone)
        found = source.local_day(moment, tenant.zone)
    except (ValueError, OverflowError):
        raise Refused(400, f"{name} must be a date like 2026-11-22T10:00:00Z") from None
    if not 1900 <= found.year <= 2200:
        raise Refused(400, f"{name} is out of range")
    return found


def _list(asked: MultiDict, name: str) -> list[str]:
    found = [one.strip() for said in asked.getlist(name)[:20] for one in said.split(",")]
    return [one for one in found if one][:100]


def _whole(asked: MultiDict, name: str, default: int) -> int:
    said = asked.get(name, "")
    if not said:
        return default
    if not _number.fullmatch(said):
        raise Refused(400, f"{name} must be a whole number")
    return int(said)


def one_request(reader: Reader, tenant: Tenant, request_id: str) -> dict:
    """The request with this id."""
    found = list(source.proposals(reader, {"id": request_id}, 1)) if _id.fullmatch(request_id) else []
    if not found:
        raise Refused(404, "service_request_id was not found")
    return request(tenant, found[0])


def request(tenant: Tenant, told: Told) -> dict:
    """A published proposal as a service request. What is not known or not told is empty."""
    notes = ". ".join(part for part in (source.status(told.status), told.reason) if part)
    updated = source.instant(told.changed_at) if told.changed_at else ""
    return {
        "service_request_id": told.id,
        "status": "closed" if told.is_closed else "open",
        "status_notes": notes,
        "service_name": source.category(told.category),
        "service_code": told.category,
        "description": told.text if not told.title or told.title == told.text else f"{told.title}. {told.text}",
        "agency_responsible": tenant.name,
        "service_notice": "",
        "requested_datetime": source.midnight(told.day, tenant.zone) or updated,
        "updated_datetime": updated,
        "expected_datetime": "",
        "address": told.unit,
        "address_id": "",
        "zipcode": "",
        "lat": told.place[1] if told.place else None,
        "long": told.place[0] if told.place else None,
        "media_url": "",
    }


def post(tenant: Tenant, form: Mapping[str, str]) -> dict:
    """Hand in a request: a proposal of the key's unit, unseen until the office has given it a state."""
    holder = request_keys.holder_of(tenant.id, form.get("api_key", "")[:100])
    if holder is None:
        raise Refused(403, "api_key was not valid")
    try:
        hit("open311-post", POSTS_MAX, POSTS_WINDOW_S, holder.id)
    except Problem:
        raise Refused(429, "too many requests with this api_key; try again later") from None
    code, description = form.get("service_code", ""), " ".join(form.get("description", "").split())
    with reading() as connection:
        if not _code.fullmatch(code) or code not in _slugs(Reader(connection, tenant.id)):
            raise Refused(400 if not code else 404, "service_code was not provided or not found")
    if not description:
        raise Refused(400, "description was not provided")
    today = source.local_day(clock.now(), tenant.zone).isoformat()
    values = {"unit": holder.unit, "kind": "request", "category": code, "body": description[:4000]}
    values |= {"source": "anonymous", "received_on": today, **_place(form)}
    statement = acts.creation("proposal", values)
    try:
        acts.state(tenant.id, holder.id, [statement])
    except Problem as problem:
        if problem.code != "bad-values":
            raise
        raise Refused(400, "the values could not be taken") from None
    return {"service_request_id": statement.record, "service_notice": "", "account_id": ""}


def _place(form: Mapping[str, str]) -> dict[str, str]:
    latitude, longitude = form.get("lat", ""), form.get("long", "")
    if not latitude and not longitude:
        return {}
    if not (_degrees.fullmatch(latitude) and _degrees.fullmatch(longitude)):
        raise Refused(400, "lat and long must be degrees in WGS 84")
    if abs(float(latitude)) > 90 or abs(float(longitude)) > 180:
        raise Refused(400, "lat and long must be degrees in WGS 84")
    return {"place": f"{float(latitude):.5f},{float(longitude):.5f}"}


def discovery(tenant: Tenant, root: str, key_page: str) -> dict:
    """Where the service is, and in which forms."""
    changed = datetime.fromtimestamp(tenant.changed_at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "changeset": changed,
        "contact": tenant.name,
        "key_service": key_page,
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": root,
                "changeset": changed,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
