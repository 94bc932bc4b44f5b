"""`peer-circles groups form`, as somebody types it: files in, groups out, and no app."""

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lti_tool.cli import cli

SHEET = "id,goals,level\n" + "".join(f"p{n},goal{n % 3};goal{n % 2},{n % 4}\n" for n in range(12))
MANUAL = Path(__file__).parents[3] / "docs/matching.md"
GOALS = '[criteria.goals]\naim = "similar"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.csv").write_text(SHEET)
    return tmp_path


def ran(*more: str, members: str = "m.csv") -> Result:
    command = ["groups", "form", "--members", members, "--out", "out.csv", *more]
    return CliRunner().invoke(cli, command)


def with_criteria(text: str, *more: str) -> Result:
    Path("c.toml").write_text(text)
    return ran("--criteria", "c.toml", *more)


def written(path: str = "out.csv") -> dict[str, str]:
    with Path(path).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "group"]
    return {row["id"]: row["group"] for row in rows}


def groups() -> list[set[str]]:
    made: dict[str, set[str]] = {}
    for name, group in written().items():
        made.setdefault(group, set()).add(name)
    return list(made.values())


def test_everybody_is_in_one_group_and_the_same_seed_gives_the_same_file(folder: Path) -> None:
    first = with_criteria(GOALS, "--seed", "3")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("12 people in 3 groups of 4, in out.csv.")
    assert sorted(written()) == sorted(f"p{n}" for n in range(12))
    file = Path("out.csv").read_bytes()
    Path("m.csv").write_text("\n".join([SHEET.splitlines()[0], *SHEET.splitlines()[:0:-1]]))
    with_criteria(GOALS, "--seed", "3")
    assert Path("out.csv").read_bytes() == file


def test_a_program_reads_json_and_nothing_else(folder: Path) -> None:
    done = with_criteria(GOALS, "--json", "--explain")
    told = json.loads(done.stdout)
    assert (told["people"], told["groups"], told["broken"]) == (12, 3, [])
    assert [len(one["members"]) for one in told["circles"]] == [4, 4, 4]
    assert set(told["circles"][0]["points"]) == {"goals"}


def test_the_example_of_the_manual_works(folder: Path) -> None:
    manual = MANUAL.read_text("utf-8")
    for kind, name in (("csv", "m.csv"), ("toml", "c.toml")):
        found = re.search(rf"```{kind}\n(.*?)```", manual, re.DOTALL)
        assert found is not None
        Path(name).write_text(found[1])
    done = ran("--criteria", "c.toml", "--size", "2", "--explain")
    assert done.exit_code == 0, done.output
    assert groups() == [{"ada", "ben"}, {"cleo", "dan"}]
    assert "1 of 2 wishes" not in done.stdout
    assert "2 of 2 wishes are fulfilled" in done.stdout


def test_a_broken_rule_is_named_with_the_fewest_rules_that_clash(folder: Path) -> None:
    foes = '[["p0", "p1", "p2", "p3"]]'
    done = with_criteria(f"[rules]\napart = {foes}\n")
    assert done.exit_code == 1
    assert len(written()) == 12
    assert re.search(r"p\d, p\d sit together and should be apart\.", done.stderr)
    assert "apart" in done.stderr.splitlines()[-1]


def test_groups_that_are_there_are_kept_while_one_leaves_and_one_comes(folder: Path) -> None:
    with_criteria(GOALS)
    before = groups()
    Path("out.csv").rename("before.csv")
    Path("m.csv").write_text(SHEET.replace("p0,", "new,"))
    assert with_criteria(GOALS, "--keep", "before.csv").exit_code == 0
    assert sum(group in groups() for group in before) == 2
    assert "new" in written()


def test_pair_scores_take_the_place_of_members(folder: Path) -> None:
    rows = ["id,a,b,c,d", "b,9,0,1,1", "a,0,9,1,1", "d,1,1,9,0", "c,1,1,0,9"]
    Path("s.csv").write_text("\n".join(rows))
    command = ["groups", "form", "--pair-scores", "s.csv", "--size", "2", "--out", "out.csv"]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    assert groups() == [{"a", "b"}, {"c", "d"}]


def test_semicolons_a_mark_and_two_hundred_columns_are_read(folder: Path) -> None:
    extra = ";".join(f"c{n}" for n in range(200))
    rows = [f"p{n};x|y;{';' * 199}" for n in range(8)]
    Path("m.csv").write_text("\ufeff" + "\n".join([f"ID;goals;{extra}", *rows]), "utf-8")
    done = with_criteria(f'[columns]\nseparator = "|"\n{GOALS}')
    assert done.exit_code == 0, done.output
    assert len(written()) == 8


def test_an_id_that_looks_like_a_formula_comes_out_harmless_and_is_known_again(
    folder: Path,
) -> None:
    Path("m.csv").write_text("id\n=1+1\n@a\n-b\n+c\n")
    assert ran().exit_code == 0
    assert sorted(written()) == ["'+c", "'-b", "'=1+1", "'@a"]
    Path("out.csv").rename("keep.csv")
    assert ran("--keep", "keep.csv").exit_code == 0
    assert groups() == [set(written("keep.csv"))]


def test_answers_that_nobody_gave_and_answers_that_are_all_equal_seat_everybody(
    folder: Path,
) -> None:
    for goals in ("", "exam"):
        Path("m.csv").write_text("id,goals\n" + "".join(f"p{n},{goals}\n" for n in range(7)))
        assert with_criteria(GOALS).exit_code == 0
        assert sorted(map(len, groups())) == [3, 4]


def test_everybody_wishes_for_one_and_a_circle_of_please_not_is_held(folder: Path) -> None:
    names = [f"p{n}" for n in range(8)]
    rows = [f"{n},p0,{names[(k + 1) % 8]}" for k, n in enumerate(names)]
    Path("m.csv").write_text("id,wish,not\n" + "\n".join(rows).replace("p0,p0,", "p0,,"))
    done = with_criteria('[columns]\nwishes = "wish"\nplease_not = "not"\n')
    assert done.exit_code == 0, done.output
    # p1 and p7 cannot sit with p0; three others can.
    assert "of 7 wishes are fulfilled" in done.stdout
    for group in groups():
        assert not any({n, names[(k + 1) % 8]} <= group for k, n in enumerate(names))


def test_a_roster_with_busy_times_and_names_of_its_own_is_taken_as_it_is(folder: Path) -> None:
    """Columns as a form of gruepr writes them: the times at which somebody cannot meet."""
    day = "Check the times that you are BUSY [Monday]"
    rows = [
        f"2026/01/0{n + 1},P{n},p{n}@x.edu,{'8 am;9 am' if n % 2 else '10 am'}" for n in range(8)
    ]
    Path("m.csv").write_text("\n".join([f"Timestamp,First name,Email,{day}", *rows]))
    done = with_criteria(f'[columns]\nid = "Email"\nbusy = ["{day}"]\n[rules]\ncommon_hours = 1\n')
    assert done.exit_code == 0, done.output
    assert groups() == [{f"p{n}@x.edu" for n in range(first, 8, 2)} for first in (0, 1)]


def test_a_roster_with_decimals_is_balanced_as_it_is(folder: Path) -> None:
    """Columns as GroupEng reads them."""
    grades = ["4.0", "3.9", "3.8", "2.1", "2", "1.95", "3.85", "2.05"]
    rows = [f"{n},Name {n},{grade},Lab {n % 2}" for n, grade in enumerate(grades)]
    Path("m.csv").write_text("\n".join(["ID,Name,GPA,Section", *rows]))
    assert with_criteria('[criteria.GPA]\naim = "spread"\n').exit_code == 0
    for group in groups():
        assert sum(float(grades[int(name)]) > 3 for name in group) == 2


WRONG_SHEETS = [
    ("id\nada\nben\nada\n", "m.csv, line 4: ada stands in line 2 already."),
    ("id,x\nada,1\n,2\n", "m.csv, line 3: There is no id."),
    ("", "m.csv: The file is empty."),
    ("name\nada\n", "m.csv, line 1: There is no column 'id'."),
    ("id,ID\nada,1\n", None),
    ("id\nada,1\n", "m.csv, line 2: There are 2 cells under 1 columns."),
    ("id\nada\n", "There is 1 person, and a group needs at least 3."),
]


@pytest.mark.parametrize(("sheet", "sentence"), WRONG_SHEETS)
def test_a_table_that_cannot_be_used_is_one_sentence(
    folder: Path, sheet: str, sentence: str | None
) -> None:
    Path("m.csv").write_text(sheet)
    done = ran()
    assert done.exit_code == 2
    assert sentence is None or done.stderr == f"{sentence}\n"
    assert not Path("out.csv").exists()


def test_a_table_in_another_encoding_is_one_sentence(folder: Path) -> None:
    Path("m.csv").write_bytes("id\nJörg\n".encode("cp1252"))
    assert ran().stderr == "m.csv: This is not text in UTF-8. Save it as CSV UTF-8.\n"


WRONG_CRITERIA = [
    ("[rules", "c.toml: This is no TOML:"),
    ("[rule]\n", "c.toml, line 1: There is no 'rule' here, but: columns, criteria, rules."),
    ("[rules]\n\nminimun = 2\n", "c.toml, line 3: There is no 'minimun' here, but: minimum,"),
    ('[rules]\nminimum = "2"\n', "c.toml, line 2: minimum is a whole number from 0 on."),
    ("[criteria.goals]\n", "c.toml, line 1: The aim of goals is one of similar, different,"),
    ('[criteria.goals]\naim = "nice"\n', "c.toml, line 2: The aim of goals is one of"),
    ('[criteria.goals]\naim = "spread"\nweight = 9\n', "c.toml, line 3: A weight is at most 5."),
    ('[criteria.goals]\naim = "spread"\nkind = "set"\n', "c.toml, line 3: A kind is one of"),
    ('[criteria.goals]\naim = "similar"\nkind = "number"\n', "m.csv, line 2: goals: 'goal0' is no"),
    ('[criteria.mood]\naim = "similar"\n', "m.csv, line 1: There is no column 'mood'."),
    ('[rules]\napart = [["p1", "zoe"]]\n', "c.toml, line 2: apart names zoe, who is not in"),
    ('[rules]\ntogether = ["p1"]\n', "c.toml, line 2: together is a list of sets of ids, as"),
    (
        '[rules]\ntogether = [["p1", "p2"]]\napart = [["p2", "p1"]]\n',
        "c.toml, line 3: p1 and p2 shall sit together and apart at once.",
    ),
    ('[rules]\nsections = "mixed"\n', 'c.toml, line 2: sections is "any" or "same".'),
    ("[rules]\nwidest_gap = { level = 1, goals = 2 }\n", "c.toml, line 2: widest_gap names one"),
    ("[rules]\nminimum = 5\nmaximum = 5\n", "The usual size (4) must lie between the smallest"),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG_CRITERIA)
def test_criteria_that_cannot_be_used_are_one_sentence(
    folder: Path, text: str, sentence: str
) -> None:
    Path("m.csv").write_text(SHEET.replace("goal0;goal0", "goal0", 1))
    done = with_criteria(text)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence), done.stderr
    assert done.stderr.count("\n") == 1 or "TOML" in done.stderr


def test_a_section_that_is_too_small_is_told_by_its_name(folder: Path) -> None:
    Path("m.csv").write_text("id,section\na,North\nb,North\nc,North\nd,South\n")
    done = with_criteria('[rules]\nsections = "same"\n')
    assert done.exit_code == 2
    assert done.stderr == "section South: There is 1 person, and a group needs at least 3.\n"


def test_somebody_named_in_a_cell_who_is_not_there_is_told_with_the_line(folder: Path) -> None:
    Path("m.csv").write_text("id,wish\na,b\nb,zoe\nc,\n")
    done = with_criteria('[columns]\nwishes = "wish"\n')
    assert done.stderr == "m.csv, line 3: b names 'zoe', who is not in the table.\n"


WRONG_SCORES = [
    ("id,a,b,c\na,0,1,2\nb,1,0,3\n", "s.csv: c has a column of scores but no row."),
    ("id,a,b\na,0,1\nb,1,0\nc,1,1\n", "s.csv, line 4: 'c' is not in the first row."),
    ("id,a,b\na,0,1\na,1,0\n", "s.csv, line 3: 'a' is twice."),
    ("id,a,b\na,0,1.5\nb,1,0\n", "s.csv, line 2: '1.5' under b is no whole number below 4194304."),
    ("id,a,b\na,0,4194304\nb,1,0\n", "s.csv, line 2: '4194304' under b is no whole number below"),
    ("id,a,b\na,0\nb,1,0\n", "s.csv, line 2: '' under b is no whole number below"),
    ("id,a,a\na,0,1\n", "s.csv, line 1: An id is empty or comes twice."),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG_SCORES)
def test_pair_scores_that_are_no_square_of_whole_numbers_are_one_sentence(
    folder: Path, text: str, sentence: str
) -> None:
    Path("s.csv").write_text(text)
    command = ["groups", "form", "--pair-scores", "s.csv", "--out", "out.csv", "--size", "2"]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 2
    assert done.stderr.startswith(sentence), done.stderr


def test_files_that_are_not_there_or_cannot_be_written_are_one_sentence(folder: Path) -> None:
    assert ran(members="none.csv").stderr == "none.csv: No such file or directory.\n"
    command = ["groups", "form", "--members", "m.csv", "--out", "no/where.csv"]
    done = CliRunner().invoke(cli, command)
    assert (done.exit_code, done.stderr) == (2, "no/where.csv: Nothing can be written there.\n")
    both = CliRunner().invoke(cli, ["groups", "form", "--out", "o.csv"])
    assert both.exit_code == 2
    assert "either --members or --pair-scores" in both.stderr
