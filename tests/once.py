"""What each application of a test would compile anew is compiled once in a process.

Hundreds of applications live in one run of the tests; their templates and addresses are the same.
"""

from typing import Any, ClassVar

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from lti_tool.web.wire import Tool


def compile_once() -> None:
    """Let all applications from now on share what was compiled."""
    Tool.jinja_options = {**Tool.jinja_options, "bytecode_cache": Templates()}
    Tool.url_rule_class = Address


class Templates(BytecodeCache):
    """Templates by their name and text."""

    def __init__(self) -> None:
        self.compiled: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of this text, if it was."""
        bucket.code = self.compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled of this text."""
        self.compiled[bucket.key, bucket.checksum] = bucket.code


class Address(Rule):
    """A rule: how its address is written depends on its text alone, as none has defaults."""

    builders: ClassVar[dict[tuple[str, bool], Any]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Any:
        assert not self.defaults
        key = (self.rule, append_unknown)
        if key not in self.builders:
            self.builders[key] = super()._compile_builder(append_unknown)
        return self.builders[key]
