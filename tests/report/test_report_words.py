"""Each statistical word on a page has one plain sentence, and each section says what it means, in both languages."""

import html
import re
import tomllib
from pathlib import Path

import pytest

import dce.report
from dce.design import Design
from dce.errors import StudyError
from dce.report import explained, meaning, words_in, write_design_report
from dce.report.words import glossary

pytestmark = pytest.mark.long

FOLDER = Path(dce.report.__file__).parent / "templates"
PANELS = tuple(tomllib.loads((FOLDER / "panels.toml").read_text(encoding="utf-8")))
# Words that a reader without statistics cannot know, gathered from textbooks and not from the glossary.
STATISTICAL = {
    "nl": r"bootstrap|trekking\w*|logit\w*|odds|p-waarden?|toets\w*|getoetst|Holm|Wald|Welch|Wilson|Bonferroni"
    r"|bereik\w*|standaard(?:fout|afwijking)\w*|variantie\w*|clusters?|likelihood|interval\w*|schatting\w*|geschat"
    r"|drempels?|\w*codering|coding|pooling|rank sets?|treden?|spreiding|correlaties?|samenhang|\w*effici\w+|\w-fout"
    r"|simulatiefout|kalibr\w+|Brier|regressie\w*|significan\w*|hypothes\w*|chi-\w+|kwadraat|vrijheidsgra\w+|steekproef|mediaan"
    r"|kwanti\w+|percentiel\w*|\w*coëfficiënt\w*|parameters?|orthogon\w+|nutsbalans|priors?|monte carlo|entropie"
    r"|bayes\w*|canoniek\w*|eensgezindheid|marge|procentpunt\w*|log-\w+|startgetal|hash|constante|helling|random|zekerheid"
    r"|ondergrens|bovengrens|statistisch\w*|uitbijters?|residuen?|nut|nutsfunctie|dichtheid|covariantie\w*|informatiematrix"
    r"|\w*verdeling|kritieke waarden?|aannemelijkheid|gesimuleerd|scores",
    "en": r"bootstrap|draws?|logit\w*|odds|p[- ]values?|tests?|tested|Holm|Wald|Welch|Wilson|Bonferroni|ranges?"
    r"|standard (?:error|deviation)s?|variances?|clusters?|likelihood|intervals?|estimat\w+|thresholds?|coding|pool\w+"
    r"|rank sets?|steps?|spread|correlations?|canonical|\w*effici\w+|\w-error|simulation error|calibrat\w+|Brier"
    r"|regress\w*|significan\w*|hypothes\w*|chi-\w+|squared?|degrees of freedom|samples?|median|quantiles?|percentiles?"
    r"|coefficients?|parameters?|orthogon\w+|utility balance|priors?|monte carlo|entropy|bayes\w*|unity|margin"
    r"|percentage points?|log-\w+|seed|hash|constant|slope|random|confidence|lower end|upper end|statistical|outliers?"
    r"|residuals?|density|covariances?|information matrix|distributions?|critical values?"
    r"|simulated|scores|utility",
}


def unexplained(page: str, language: str) -> set[str]:
    """The statistical words on a page, outside the list of words itself, of which that list says nothing."""
    start = page.index('<section id="words">')
    end = page.index("</section>", start)
    listed = set(re.findall(r'<dt id="word-(\w+)">', page[start:end]))
    forms = [form for name, word in glossary(language).items() if name in listed for form in word.forms]
    known = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))), re.IGNORECASE)
    sources = r"<style.*?</style>|<ul class=\"references\">.*?</ul>|<pre>.*?</pre>"  # titles of papers are not ours
    text = html.unescape(re.sub(rf"{sources}|<[^>]*>", " ", page[:start] + page[end:], flags=re.DOTALL))
    spans = [found.span() for found in known.finditer(text)]
    hits = re.finditer(rf"(?<!\w)(?:{STATISTICAL[language]})(?!\w)", text, re.IGNORECASE)
    return {hit[0] for hit in hits if not any(low < hit.end() and hit.start() < high for low, high in spans)}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_statistical_word_of_the_report_is_explained_on_it(sources: dict[str, str], language: str):
    assert unexplained(sources[language], language) == set()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("study_name", ["gegevensdeling", "keuze-voorbeeld"])
def test_every_statistical_word_of_a_design_is_explained_on_its_page(tmp_path: Path, study_name: str, language: str):
    made = Design.load(Path(__file__).resolve().parents[2] / "designs" / study_name)
    path = write_design_report(tmp_path / "design.html", made, language=language)
    assert unexplained(path.read_text(encoding="utf-8"), language) == set()


def test_a_word_without_its_explanation_is_found(sources: dict[str, str]):
    without = re.sub(r'<dt id="word-bootstrap">.*?</dd>', "", sources["nl"])
    assert "trekkingen" in unexplained(without, "nl")
    assert unexplained(sources["nl"].replace("<h1>", "<h1>heteroskedastische regressie: "), "nl") == {"regressie"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_explanation_is_one_sentence_that_a_form_of_its_word_finds(language: str):
    for word in glossary(language).values():
        assert re.fullmatch(r"[A-Z0-9].{20,170}\.", word.text), word
        assert not re.search(r"[.!?] [A-Z]", word.text), word
        assert explained(word.name, language) == explained(word.word.upper(), language) == word.text
        assert word.name in [found.name for found in words_in(word.word, language)]


def test_both_languages_explain_the_same_words_and_differ():
    dutch, english = glossary("nl"), glossary("en")
    assert dutch.keys() == english.keys()
    assert not [name for name in dutch if dutch[name].text == english[name].text]


def test_no_form_of_a_word_belongs_to_two():
    for language in ("nl", "en"):
        forms = [form.casefold() for word in glossary(language).values() for form in word.forms]
        assert sorted(set(forms)) == sorted(forms)


@pytest.mark.parametrize("section", PANELS)
def test_a_panel_says_the_same_in_both_languages_in_short_sentences(section: str):
    dutch, english = (meaning(section, language).paragraphs for language in ("nl", "en"))
    assert len(dutch) == len(english) > 0
    for text in (*dutch, *english):
        sentences = re.split(r"(?<=[.?!]) ", text)
        assert max(len(sentence.split()) for sentence in sentences) <= 30, text


def test_every_section_of_the_report_with_figures_has_its_panel(tree):
    sections = tree.xpath("//section[.//figure or .//table][@id]")
    assert len(sections) > 8
    for section in sections:
        again = section.get("id").startswith(("split-", "classes-"))  # of several alike, the first has it
        assert again or section.xpath(".//details[@class='meaning']/p"), section.get("id")
    assert tree.xpath("count(//section[starts-with(@id, 'classes-')]//details[@class='meaning'])") == 1


def test_what_is_not_explained_says_where_to_add_it():
    with pytest.raises(StudyError, match=r'no explanation of "heteroskedasticity"; add it to .*words.toml'):
        explained("heteroskedasticity", "en")
    with pytest.raises(StudyError, match='no panel on "weather"; there is one on asked, scenarios'):
        meaning("weather", "en")
    with pytest.raises(StudyError, match='no explanations in language "fr"; use one of nl, en'):
        explained("odds", "fr")
