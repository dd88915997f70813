"""The expressions as a phone reads them: by JavaScript, with the flags that the app gives."""

import json
import shutil
import subprocess

# So long waits what hangs, and a machine with other work.
_PATIENCE_S = 60

_PROGRAM = """
    const cases = JSON.parse(require('fs').readFileSync(0));
    const read = ([pattern, text]) => new RegExp(pattern, 'iu').test(text);
    const began = process.cpuUsage();
    const found = cases.map(read);
    const {user, system} = process.cpuUsage(began);
    console.log(JSON.stringify({found, tookS: (user + system) / 1e6}));
"""


def read_on_the_phone(cases: list[tuple[str, str]], at_most_s: float = _PATIENCE_S) -> list[bool]:
    """Whether each expression matches its text.

    Fails where the matching takes more than `at_most_s` of the processor's time, which no other
    work on the machine lengthens. Raises TimeoutExpired for what never ends.
    """
    node = shutil.which("node")
    assert node is not None
    ran = subprocess.run(
        [node, "-e", _PROGRAM],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=_PATIENCE_S,
    )
    answer = json.loads(ran.stdout)
    assert answer["tookS"] <= at_most_s, answer["tookS"]
    found: list[bool] = answer["found"]
    return found
