"""The page, in a real browser: its numbers are the engine's, and everybody can use it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sheetnet
from sheetnet.pictures.page.numbers import frames_that_fit
from sheetnet.session.trajectory import trajectory
from sheetnet.sheet.grids.file import FileGrid
from tests.pictures.conftest import Paths
from tests.pictures.page.browser import chromium

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from chromium()


@pytest.fixture(scope="module")
def page(book: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The page of a workbook by its name."""
    folder = tmp_path_factory.mktemp("pages")

    def made(name: str) -> Path:
        target = folder / f"{name}.html"
        if not target.exists():
            sheetnet.plot(book(name), target)
        return target

    return made


@pytest.fixture
def opened(browser: Any, page: Callable[[str], Path]) -> Iterator[Callable[..., Any]]:
    """The browser with a page open; nothing of what one test emulates is left for the next."""

    def go(name: str, hash: str = "", **media: str) -> Any:
        features = [{"name": key.replace("_", "-"), "value": value} for key, value in media.items()]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        browser.get("about:blank")
        browser.get(page(name).as_uri() + hash)
        return browser

    yield go
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def text(browser: Any, name: str) -> str:
    found: str = browser.execute_script("return document.getElementById(arguments[0]).textContent", name)
    return found


def wait(browser: Any, condition: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 60).until(lambda one: one.execute_script(f"return {condition}"))


def test_the_page_of_the_letters_is_below_1_mb_and_names_nothing_outside(page: Callable[[str], Path]) -> None:
    content = page("letters").read_text(encoding="utf-8")

    assert len(content.encode()) < 1_000_000
    assert re.findall(r"(?:src|href)=|https?://(?!www\.w3\.org/)|@import|url\(", content) == []
    assert "default-src 'none'" in content


def test_a_name_in_a_workbook_cannot_become_part_of_the_page(letters: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(letters)
    book["Data"]["X5"] = "</script><script>alert(1)</script>"
    book.save(letters)

    sheetnet.plot(letters, letters.with_suffix(".html"), iterations=3)

    content = letters.with_suffix(".html").read_text(encoding="utf-8")
    assert "alert(1)" in content
    assert "<script>alert" not in content
    run = re.search(r'<script type="application/json" id="run">(.*?)</script>', content, re.S)
    assert run is not None
    assert json.loads(run[1])["outputs"][0] == "</script><script>alert(1)</script>"


def test_the_address_opens_an_iteration_and_its_numbers_are_the_engines(
    opened: Callable[..., Any], book: Callable[[str], Path]
) -> None:
    trained = sheetnet.train(book("letters"), dry_run=True)

    browser = opened("letters", "#n=160")

    assert text(browser, "n") == "160"
    assert float(text(browser, "e")) == pytest.approx(trained.loss[160], rel=1e-4)
    assert text(browser, "a") == f"{trained.accuracy[160]:.1%}"
    assert browser.execute_script("return E[now]") == trained.loss[160]
    browser.execute_script("document.getElementById('numbers').open = true")
    wait(browser, "document.querySelectorAll('#numbers tbody tr').length == 79")
    rows = browser.execute_script(
        "return [...document.querySelectorAll('#numbers tbody tr')]"
        ".map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert [float(row[2]) for row in rows] == trained.parameters[160].tolist()
    assert [float(row[3]) for row in rows] == trained.gradients[160].tolist()
    assert rows[20][:2] == ["H1", "θ"]
    assert rows[63][:2] == ["A", "H1"]


@pytest.mark.few(2)
@pytest.mark.parametrize("name", ["letters", "xor", "regression", "walkthrough", "signs"])
def test_outputs_are_the_engines_to_1e_12(opened: Callable[..., Any], shown: Paths, name: str) -> None:
    browser = opened(name)
    iterations = browser.execute_script("return run.iterations")
    path = shown(name, frames_that_fit(shown(name).network.parameter_count))
    assert [frame.iteration for frame in path.frames] == iterations

    for frame in (0, len(iterations) // 3, len(iterations) - 1):
        found = browser.execute_script(
            f"show({frame}); return run.cases.numbers.map((_, place) => outputs(parameters(now), caseInputs(place)))"
        )
        cases = [number - 1 for number in browser.execute_script("return run.cases.numbers")]
        wanted = path.network.outputs(path.frames[frame].parameters, path.x[cases])
        assert np.abs(np.array(found) - wanted).max() <= 1e-12


@pytest.mark.parametrize(
    ("hidden", "head"),
    [
        *(("tanh", "softmax+cross entropy"), ("relu", "sigmoid+cross entropy"), ("identity", "tanh+squared")),
        ("sigmoid", "identity+squared"),
    ],
)
def test_every_activation_is_the_engines(browser: Any, letters: Path, hidden: str, head: str) -> None:
    target = letters.with_name("page.html")
    settings = {"hidden": hidden, "head": head}
    sheetnet.plot(letters, target, iterations=5, eta=0.001, settings=settings)
    with FileGrid(letters) as grid:
        path = trajectory(grid, iterations=5, eta=0.001, settings=settings, frames=6)

    browser.get(target.as_uri())
    found = browser.execute_script(
        "return run.cases.numbers.map((_, place) => outputs(parameters(now), caseInputs(place)))"
    )

    wanted = path.network.outputs(path.frames[-1].parameters, path.x)
    assert np.abs(np.array(found) - wanted).max() <= 1e-12


def test_a_letter_that_is_drawn_with_the_mouse_is_read_at_once(
    opened: Callable[..., Any], book: Callable[[str], Path]
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By

    browser = opened("letters")
    assert text(browser, "answer") == "draw something"
    cells = browser.find_elements(By.CSS_SELECTOR, "#pad [role=gridcell]")
    letter = [0, 4, 8, 12, 16, 17, 18, 19]  # an L

    action = ActionChains(browser, duration=0).move_to_element(cells[0]).click_and_hold()
    for place in letter[1:]:
        action = action.move_to_element(cells[place])
    action.release().perform()

    assert browser.execute_script("return Array.from(drawn)") == [float(place in letter) for place in range(20)]
    assert text(browser, "answer") == "reads L"
    csv = book("letters").with_name("drawn.csv")
    csv.write_text(
        ",".join(f"p{n:02}" for n in range(1, 21)) + "\n" + ",".join(str(int(p in letter)) for p in range(20))
    )
    wanted = sheetnet.predict(book("letters"), csv).outputs[0]
    values = browser.execute_script(
        "return [...document.querySelectorAll('#bars [data-value]')].map((v) => +v.dataset.value)"
    )
    assert values == pytest.approx(wanted.tolist(), abs=1e-12)


def test_a_letter_is_drawn_with_keys_and_cleared(opened: Callable[..., Any]) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser = opened("letters")
    browser.find_element(By.CSS_SELECTOR, "#pad [role=gridcell]").send_keys(Keys.SPACE)
    for keys in [Keys.ARROW_DOWN + Keys.SPACE] * 4 + [Keys.ARROW_RIGHT + Keys.SPACE] * 3:
        browser.switch_to.active_element.send_keys(keys)

    assert text(browser, "answer") == "reads L"
    selected = browser.execute_script("return cells.filter((c) => c.getAttribute('aria-selected') === 'true').length")
    assert selected == 8
    browser.find_element(By.ID, "clear").click()
    assert text(browser, "answer") == "draw something"


def test_a_finger_draws(opened: Callable[..., Any]) -> None:
    browser = opened("letters")
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    browser.execute_script("document.getElementById('pad').scrollIntoView({block: 'center'})")
    places = browser.execute_script(
        "return [0, 4, 8, 12, 16, 17, 18, 19].map((n) => { const b = cells[n].getBoundingClientRect();"
        "return {x: b.x + b.width / 2, y: b.y + b.height / 2} })"
    )

    browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [places[0]]})
    for place in places[1:]:
        browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
    browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    assert text(browser, "answer") == "reads L"


def test_playing_goes_to_the_end_and_says_so(opened: Callable[..., Any]) -> None:
    from selenium.webdriver.common.by import By

    browser = opened("letters", "#n=480")
    assert "Play" in text(browser, "play")
    browser.find_element(By.ID, "play").click()
    assert "Pause" in text(browser, "play")

    wait(browser, "now === frames - 1 && timer === null")

    assert text(browser, "n") == "500"
    assert "Play again" in text(browser, "play")
    assert text(browser, "status").startswith("Iteration 500: E = 0.557")
    assert browser.current_url.endswith("#n=500")


def test_where_motion_is_unwelcome_it_takes_few_steps(opened: Callable[..., Any]) -> None:
    browser = opened("letters", "#n=0", prefers_reduced_motion="reduce")

    browser.execute_script("document.getElementById('play').click()")
    wait(browser, "now > 0")

    assert browser.execute_script("pause(); return now") >= 40


def test_keys_move_the_slider(opened: Callable[..., Any]) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser = opened("letters", "#n=10")
    slider = browser.find_element(By.ID, "slider")

    slider.send_keys(Keys.ARROW_RIGHT * 3)
    assert text(browser, "n") == "13"
    slider.send_keys(Keys.END)
    assert text(browser, "n") == "500"
    slider.send_keys(Keys.HOME)
    assert text(browser, "n") == "0"
    assert browser.execute_script("return slider.getAttribute('aria-valuetext')").startswith("Iteration 0: E = 60.284")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.ARROW_RIGHT)
    assert text(browser, "n") == "1"


def test_a_press_on_the_curve_goes_there(opened: Callable[..., Any]) -> None:
    browser = opened("letters")

    browser.execute_script(
        "const b = curve.getBoundingClientRect(), v = curve.viewBox.baseVal;"
        "const x = b.left + (run.plot.left + run.plot.width * 0.4 - v.x) / v.width * b.width;"
        "curve.dispatchEvent(new PointerEvent('pointerdown', {clientX: x, clientY: b.top + 50, bubbles: true}))"
    )

    assert text(browser, "n") == "200"
    marker = browser.execute_script("return +dot.getAttribute('cx') - run.plot.left - run.plot.width * 0.4")
    assert abs(marker) < 1e-6


def test_the_gallery_marks_what_is_misread_at_this_iteration(
    opened: Callable[..., Any], book: Callable[[str], Path]
) -> None:
    accuracy = sheetnet.train(book("letters"), iterations=20, dry_run=True).after.accuracy

    browser = opened("letters", "#n=20")

    wrong = browser.execute_script("return document.querySelectorAll('#gallery .wrong').length")
    assert wrong == round(128 * (1 - accuracy)) > 0
    assert text(browser, "gallery-right") == f"{128 - wrong} of 128 right"
    browser.execute_script("document.querySelector('#gallery button').click()")
    assert text(browser, "answer").startswith("reads ")


def test_numbers_are_entered_where_there_is_no_picture(opened: Callable[..., Any]) -> None:
    browser = opened("xor")

    said = browser.execute_script(
        "const put = (k, v) => { const f = document.getElementById('field' + k); f.value = v;"
        "f.dispatchEvent(new Event('input')); };"
        "return [[0, 0], [0, 1], [1, 0], [1, 1]].map(([a, b]) => { put(0, a); put(1, b);"
        "return document.getElementById('answer').textContent })"
    )

    assert said == ["reads 0", "reads 1", "reads 1", "reads 0"]


def test_colours_follow_the_theme(opened: Callable[..., Any]) -> None:
    script = (
        "return [getComputedStyle(document.body).backgroundColor,"
        "document.querySelector('[data-key=w8]').getAttribute('fill')]"
    )

    light = opened("letters", prefers_color_scheme="light").execute_script(script)
    dark = opened("letters", prefers_color_scheme="dark").execute_script(script)

    brightness = [sum(map(int, re.findall(r"\d+", one[0]))) for one in (light, dark)]
    assert brightness[0] > 700
    assert brightness[1] < 120
    assert light[1] != dark[1]


@pytest.mark.few(2)
@pytest.mark.parametrize("name", ["letters", "letters_ja", "xor", "regression"])
def test_nothing_is_wider_than_a_phone(opened: Callable[..., Any], name: str) -> None:
    browser = opened(name)

    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)

    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    small = browser.execute_script(
        "return [...document.querySelectorAll('#play, #clear, summary')]"
        ".filter((one) => one.getBoundingClientRect().height < 24).length"
    )
    assert small == 0


@pytest.mark.few(1)
@pytest.mark.parametrize(("name", "language"), [("letters", "en"), ("letters_ja", "ja"), ("xor", "en")])
def test_whatever_can_be_used_or_seen_has_a_name(opened: Callable[..., Any], name: str, language: str) -> None:
    browser = opened(name)

    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]

    roles = ("button", "slider", "image", "img", "grid", "gridcell", "spinbutton", "region", "heading")
    found = [node for node in nodes if not node["ignored"] and node.get("role", {}).get("value") in roles]
    assert [node for node in found if not node.get("name", {}).get("value")] == []
    assert {node["role"]["value"] for node in found} >= {"button", "slider", "region", "heading"}
    assert browser.execute_script("return document.documentElement.lang") == language
    assert ("再生" in text(browser, "play") or "もう一度" in text(browser, "play")) == (language == "ja")


@pytest.mark.few(1)
@pytest.mark.parametrize("name", ["letters", "letters_ja", "xor", "regression", "walkthrough"])
def test_the_page_complains_of_nothing_and_fetches_nothing(opened: Callable[..., Any], name: str) -> None:
    browser = opened(name)
    browser.execute_script("for (let frame = 0; frame < frames; frame += 97) show(frame)")

    assert browser.get_log("browser") == []
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
