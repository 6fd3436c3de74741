"""The chain: ids, links, tags, and the letters they are written in (README §1, §2)."""

from hashlib import sha256

import pytest

from sync import chain


def test_a_link_hashes_the_link_before_and_the_digest_of_the_line():
    start = sha256(b"a" * 20).digest()
    assert chain.genesis("a" * 20) == start
    assert chain.link(start, b"line") == sha256(start + sha256(b"line").digest()).digest()


def test_a_personal_line_is_part_of_the_link_and_its_digest_can_stand_for_it():
    start, personal = chain.genesis("a" * 20), b'["AAAAAAAAAAAAAAAA",{}]'
    whole = chain.link(start, b"line", personal)
    assert whole == sha256(start + sha256(b"line").digest() + sha256(personal).digest()).digest()
    assert whole == chain.link_digest(start, b"line", sha256(personal).digest())
    assert whole != chain.link(start, b"line")


def test_the_tag_is_the_first_40_bits_in_base32():
    assert chain.tag(bytes(32)) == "aaaaaaaa"
    assert chain.tag(b"\xff" * 32) == "77777777"
    assert chain.tag(bytes(5) + b"\xff" * 27) == "aaaaaaaa"


def test_the_inc_is_the_first_100_bits_of_the_keys_digest():
    key = b"\x04" + bytes(64)
    assert chain.inc_of_key(key) == chain.base32(sha256(key).digest())[:20]
    assert len(chain.inc_of_key(key)) == 20
    assert chain.inc_of_key(key) != chain.inc_of_key(key[:-1] + b"\x01")


@pytest.mark.parametrize(("raw", "written"), [(b"", ""), (b"\x00", "aa"), (b"foobar", "mzxw6ytboi")])
def test_base32_is_lower_case_without_padding(raw, written):
    assert chain.base32(raw) == written


@pytest.mark.parametrize(("raw", "written"), [(b"", ""), (b"\xfb\xff", "-_8"), (b"abcd", "YWJjZA"), (b"abc", "YWJj")])
def test_base64url_has_no_padding_and_comes_back(raw, written):
    assert chain.base64url(raw) == written
    assert chain.from_base64url(written) == raw


@pytest.mark.parametrize("written", ["+/8", "-_8=", "-_9", "!!!!", "YW Jj", "A", "ä"])
def test_what_is_not_base64url_is_a_value_error(written):
    with pytest.raises(ValueError, match=r"base64|padd|ASCII|characters"):
        chain.from_base64url(written)


@pytest.mark.parametrize(
    ("inc", "office"), [("office-k7f2q5", True), ("a" * 20, False), ("officeaaaaaaaaaaaaaa", False)]
)
def test_the_office_is_known_by_its_inc(inc, office):
    assert chain.is_office(inc) is office
