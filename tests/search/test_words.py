"""Words and their stems (scenario 20)."""

import pytest

from server.search.words import WORDS_MAX, stem, stems, words


@pytest.mark.parametrize(
    "forms",
    [
        "худаг худгийн худгаа худгууд худагт худгаас hudag khudag xудаг",
        "үер үерийн їер їерийн їерээс",
        "өрх өрхийн өрхүүд өрхөд єрх orh",
        "зам замын замд замаас замаар zam",
        "цэцэрлэг цэцэрлэгийн цэцэрлэгт tsetserleg",
        "сургууль сургуулийн сургуульд surguuli",
        "эмнэлэг эмнэлгийн эмнэлэгт",
        "гудамж гудамжны гудамжинд",
        "малчин малчид малчдын",
        "ус усны усанд",
        "бэлчээр бэлчээрийн",
        "хашаа хашааны",
    ],
)
def test_scenario_20_forms_of_a_word_have_one_stem(forms):
    first, *others = forms.split()
    assert {form: stem(form) for form in others if stem(form) != stem(first)} == {}


def test_different_words_have_different_stems():
    said = [
        "худаг",
        "зам",
        "ус",
        "өрх",
        "үер",
        "гол",
        "гүүр",
        "мал",
        "хог",
        "цэцэрлэг",
        "сургууль",
        "эмнэлэг",
        "гэрэл",
        "дулаан",
        "гудамж",
        "сум",
        "баг",
    ]
    assert len({stem(word) for word in said}) == len(said)


def test_a_longer_word_begins_with_the_stem_of_the_shorter():
    assert stem("засварлах").startswith(stem("засвар"))
    assert stem("гэрэлтүүлэг").startswith(stem("гэрэл"))


def test_words_are_bounded_and_hostile_text_is_only_text():
    assert len(words("үг " * 10_000)) == WORDS_MAX
    assert stems("'\" OR 1=1 -- * NEAR( ^") == ["ор", "нер"]
    assert stems("\u202e\u0000 😀 й") == []
