"""Files of `config/` in YAML, read so that nothing in them is lost."""

from pathlib import Path

import yaml

try:
    from yaml import CSafeLoader as SafeLoader  # ten times as fast; not in every platform's wheel
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

from pooledfunds.core.errors import StudyError


class SettingsError(StudyError):
    """A setting, claim or exhibit is unknown, misspelt, or refers to nothing."""


class EachKeyOnce(SafeLoader):
    """Reads plain YAML, and refuses a key that stands twice, of which others keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        """Return a mapping from its node, of which each key stands once.

        Parameters
        ----------
        node
            The mapping as parsed.
        deep
            Whether to construct what lies within at once.

        Raises
        ------
        yaml.constructor.ConstructorError
            Naming the key and the line of the second.
        """
        lines: dict[str, int] = {}
        for key, _ in node.value:
            if key.value in lines and key.tag != "tag:yaml.org,2002:merge":
                raise yaml.constructor.ConstructorError(
                    problem=f"'{key.value}' stands in line {lines[key.value]} too",
                    problem_mark=key.start_mark,
                )
            lines[str(key.value)] = key.start_mark.line + 1
        return super().construct_mapping(node, deep)


def read_yaml(path: str | Path) -> dict:
    """Return what a file of ``config/`` declares.

    Raises
    ------
    SettingsError
        When the file is absent, no YAML, or has a key twice.
    """
    path = Path(path)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), EachKeyOnce) or {}
    except FileNotFoundError:
        raise SettingsError(f"{path.as_posix()}: there is no such file") from None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        place = f", line {line + 1}" if line is not None else ""
        what = getattr(error, "problem", None) or "no YAML"
        raise SettingsError(f"{path.as_posix()}{place}: {what}") from None
