"""Reports on the public pages: from their frozen content alone (P4)."""

from server.public.reader import Shown
from server.public.reports import content_of, lines_of

FORTNIGHT = (
    '{"kind":"fortnight","lines":[{"kind":"measure","title":"Гар худаг","word":"none","text":"Өрөмдсөн","on":"2026-'
)
REST = '11-20"}],"name":"Б.Болд","post":"Дарга","note":""}'


def test_a_report_is_read_from_its_pieces_in_the_order_of_their_numbers():
    pieces = {f"content/{number}": "" for number in range(3, 10)}
    report = Shown("r", "report", {"content/2": REST, "content/10": "", "content/1": FORTNIGHT, **pieces})
    (line,) = lines_of(content_of(report))
    assert (line.title, line.word, line.text, line.on) == ("Гар худаг", "", "Өрөмдсөн", "2026-11-20")


def test_content_that_is_none_gives_no_lines():
    for text in ("", "[]", "{", "7"):
        assert lines_of(content_of(Shown("r", "report", {"content/1": text}))) == []


def test_the_list_of_reports_says_so_where_there_are_none(soum, reader):
    assert "Гаргасан тайлан алга" in reader.ask("/jargalant/reports").text
    assert reader.ask(f"/jargalant/reports/{soum.hearing}").status_code == 404
