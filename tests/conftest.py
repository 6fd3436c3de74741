"""Fixtures that every test may ask for; those of one area stand in its own folder.

A missing browser or database fails the test that asked for it: nothing is skipped in silence.
"""

import os

import pytest
from flask import Flask
from hypothesis import settings

from tests import chromium, postgres, quick

# `quick` repeats the same examples on every run; `search` looks for new ones and prints how to repeat one.
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("search", deadline=None, print_blob=True, max_examples=2000)
settings.load_profile(os.environ.get("YAVUUL_HYPOTHESIS", "quick"))

Flask.jinja_options = {"bytecode_cache": quick.Templates()}  # every test has an app of its own
quick.remember_addresses()
if folder := quick.memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)

LONGEST_FIRST = ("tests/simulation/", "tests/browser/")  # what takes minutes is not left for the end, on one core
MARKER_BY_FIXTURE = {"postgres_cluster": "postgres", "browser": "browser"}


def pytest_collection_modifyitems(items):
    """Mark a test by what it asks for, so that `-m "not browser"` needs no care from authors; put the longest first."""
    for folder in reversed(LONGEST_FIRST):
        items.sort(key=lambda item: not item.nodeid.startswith(folder))
    for item in items:
        for fixture, marker in MARKER_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)


@pytest.fixture(scope="session")
def postgres_cluster():
    """A PostgreSQL server, one for each test process; started when the first test asks for it."""
    try:
        with postgres.start() as cluster:
            yield cluster
    except postgres.PostgresMissing as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def postgres_url(postgres_cluster):
    """The SQLAlchemy URL of an empty PostgreSQL database, dropped after the test."""
    url = postgres.fresh_database(postgres_cluster)
    yield url
    postgres.drop_database(postgres_cluster, url)


@pytest.fixture(scope="session")
def playwright_driver():
    """Playwright's driver process, one for each test process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver):
    """The system's Chromium, shared; a test opens a context of its own, which is a tablet of its own."""
    try:
        options = chromium.launch_options()
    except chromium.ChromiumMissing as error:
        pytest.fail(str(error), pytrace=False)
    instance = playwright_driver.chromium.launch(**options)
    yield instance
    instance.close()
