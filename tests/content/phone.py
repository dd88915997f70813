"""The expressions as a phone reads them: by JavaScript, with the flags that the app gives."""

import json
import shutil
import subprocess

_PROGRAM = """
    const cases = JSON.parse(require('fs').readFileSync(0));
    const read = ([pattern, text]) => new RegExp(pattern, 'iu').test(text);
    console.log(JSON.stringify(cases.map(read)));
"""


def read_on_the_phone(cases: list[tuple[str, str]], at_most_s: float = 60) -> list[bool]:
    """Whether each expression matches its text. Raises TimeoutExpired after so many seconds."""
    node = shutil.which("node")
    assert node is not None
    ran = subprocess.run(
        [node, "-e", _PROGRAM],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=at_most_s,
    )
    found: list[bool] = json.loads(ran.stdout)
    return found
