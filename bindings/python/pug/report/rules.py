"""The rules of an instrument in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pug.model import COMPARISONS, Document, subjects
from pug.report.language import Language
from pug.report.tree import Tree

STATUSES = ("missing", "no_information", "not_assessed", "not_computable", "suppressed", "not_applicable", "waived")


class Rules:
    """Says in one language what nodes, conditions, grades and policies of an instrument mean."""

    def __init__(self, tree: Tree, language: Language) -> None:
        self.tree = tree
        self.language = language

    def number(self, written: Any) -> str:
        """A number of the document, with as many decimals as it has; a fraction stays one."""
        text = self.tree.written(written)
        return self.language.fraction(text) if "/" in text else self.language.exact(Decimal(text))

    def title(self, name: str) -> str:
        """Title of a node or variable."""
        return self.language.text(self.tree.title(name))

    def value(self, node: Document, of: str | None = None) -> str:
        """How a node gets its value; `of` stands for its parts, which are named without it."""
        word = self.tree.aggregate(node)
        if word == "holds":
            text = self.language.say("rule.holds", condition=self.condition(node["holds"]))
            return "; ".join([text, *self.steps(node)])
        if isinstance(node.get("weights"), Mapping):
            return "; ".join([self.language.say(f"rule.{word}.inverse_sd", of=of or self._of(node)), *self.steps(node)])
        equal = word in ("arithmetic", "geometric", "harmonic") and self._equal(node)
        text = self.language.say(f"rule.{word}{'.equal' if equal else ''}", of=of or self._of(node))
        return "; ".join([text, *self.steps(node)])

    def steps(self, node: Document) -> list[str]:
        """What is done to a node's value, step by step."""
        rounding = [{"round": node["round"]}] if "round" in node else []
        return [self._transform(transform) for transform in [*node.get("then", []), *rounding]]

    def condition(self, condition: Document) -> str:
        """What a condition asks for."""
        for word in ("all", "any"):
            if word in condition:
                return self.language.say(f"cond.{word}").join(self.condition(part) for part in condition[word])
        if "not" in condition:
            return self.language.say("cond.not", what=self.condition(condition["not"]))
        name = condition.get("variable") or condition["node"]
        word = next(comparison for comparison in COMPARISONS if comparison in condition)
        if self._asks_for_yes(condition, word):
            return self.language.say("cond.is", what=self.title(name), value=self.language.say("yes"))
        written = condition[word] if isinstance(condition[word], list) else [condition[word]]
        values = [self._level(condition, value) for value in written]
        return self.language.say(f"cond.{word}", what=self.title(name), value=", ".join(values))

    def gate_variables(self) -> dict[str, list[int]]:
        """The variables that mandatory criteria ask about, each with the places of these criteria."""
        found: dict[str, list[int]] = {}
        for index, gate in enumerate(self.tree.document.get("verdict", {}).get("gates", [])):
            for _, subject in subjects(gate):
                node = self.tree.nodes.get(subject)
                parts = [subject] if node is None else self.tree.operands(node)
                for name in (part for part in parts if isinstance(part, str)):
                    found.setdefault(name, []).append(index)
        return found

    def answer(self, variable: str, code: str | None, value: float | None) -> str:
        """An answer as it was given: level and its title, yes or no, a number."""
        if code is not None:
            return self._code(variable, code)
        return self.language.brief(value) if value is not None else ""

    def short_answer(self, variable: str, code: str | None, value: float | None) -> str:
        """The same without the level's title."""
        is_level = self.tree.variables[variable]["type"] == "choice"
        return code if is_level and code is not None else self.answer(variable, code, value)

    def scale(self, name: str) -> str:
        """The levels of a scale with their titles, worst first."""
        levels = self.tree.document["scales"][name]["levels"]
        titled = [(level["code"], self.language.text(level.get("title"))) for level in levels]
        return "; ".join(f"{code}: {_uncapitalised(title)}" if title else code for code, title in titled) + "."

    def best(self, variable: str, written: str) -> str:
        """The answer that earns the most, as data would write it."""
        kind = self.tree.variables[variable]["type"]
        if kind == "choice":
            return written
        return self._code(variable, written) if kind == "yes_no" else self.language.exact(Decimal(written))

    def band(self, grade: Document) -> str:
        """Which values earn a grade, or which condition does."""
        if "when" in grade:
            return self.condition(grade["when"])
        edges = [(word, grade[word]) for word in ("from", "above", "to", "below") if word in grade]
        if not edges:
            return self.language.say("band.rest")
        return ", ".join(self.language.say(f"band.{word}", value=self.number(edge)) for word, edge in edges)

    def action(self, action: Any) -> str:
        """What an operand with some status counts as."""
        if action in ("renormalise", "lowest", "propagate", "if_needed"):
            return self.language.say(f"policy.{action}")
        return self.language.say("policy.number", value=self.number(action))

    def policy(self, node: Document) -> dict[str, Any]:
        """The actions that a node or the document states, by status."""
        stated = node.get("missing", {})
        if isinstance(stated, Mapping):
            return dict(stated)
        return {status: stated for status in STATUSES if status not in ("not_applicable", "waived")}

    def rounding(self, rounding: Document) -> str:
        """A rounding."""
        mode = self.language.say(f"round.{rounding.get('mode', 'half-up')}")
        digits = self.number(rounding["digits"])
        return self.language.say("round.one" if digits == "1" else "round", digits=digits, mode=mode)

    def _transform(self, transform: Any) -> str:
        if isinstance(transform, str):
            return self.language.say(f"then.{transform}")
        word, what = next(iter(transform.items()))
        if what == "cohort":
            return self.language.say(f"then.{word}.cohort")
        particular: dict[str, Callable[[Any], str]] = {
            "round": self.rounding,
            "replace": self._replace,
            "steps": self._steps,
            "clip": self._clip,
            "relative_to": lambda to: self.language.say("then.relative_to", to=self._reference(to)),
            "deviation_from": lambda to: self.language.say("then.deviation_from", to=self._reference(to)),
        }
        return particular[word](what) if word in particular else self._plain(word, what)

    def _plain(self, word: str, what: Any) -> str:
        """A transform with one number or two."""
        parts = what if isinstance(what, list) else [what]
        return self.language.say(f"then.{word}", **dict(zip("ab", [self.number(part) for part in parts], strict=False)))

    def _replace(self, what: Document) -> str:
        pairs = ((self.number(old), self.number(new)) for old, new in what.items())
        return ", ".join(self.language.say("then.replace", old=old, new=new) for old, new in pairs)

    def _clip(self, ends: list[Any]) -> str:
        if None not in ends:
            return self._plain("clip", ends)
        end = "low" if ends[1] is None else "high"
        return self.language.say(f"then.clip.{end}", value=self.number(ends[0] if ends[1] is None else ends[1]))

    def _steps(self, steps: list[Any]) -> str:
        return self.language.say("then.steps", steps=", ".join(self._step(step) for step in steps))

    def _step(self, step: Any) -> str:
        """The value of a step and where it begins."""
        if isinstance(step, Mapping):
            start = self.language.say("band.above", value=self.number(step["above"]))
            return self.language.say("step", value=self.number(step["value"]), start=start)
        start = "" if step[0] is None else self.language.say("band.from", value=self.number(step[0]))
        return self.language.say("step", value=self.number(step[1]), start=start or self.language.say("step.first"))

    def _reference(self, what: Any) -> str:
        """What of the cohort a value is seen against."""
        return str(what["unit"]) if isinstance(what, Mapping) else self.language.say(f"cohort.{what}")

    def _of(self, node: Document) -> str:
        """What a node is computed from, by name where each part has one."""
        names = []
        for operand, written in zip(self.tree.operands(node), _parts(self.tree, node), strict=True):
            if isinstance(operand, Mapping):
                names.append(self._part(operand))
            else:
                names.append(self.title(operand) if operand else self.number(written))
        return self.language.listed(names)

    def _part(self, node: Document) -> str:
        """A node as part of another: by its name, else by its rule."""
        title = self.language.text(self.tree.node_title(node))
        if "id" in node or "title" in node:
            return title
        steps = "; ".join(self.steps(node))
        return (f"{title} ({steps})" if steps else title) if self.tree.is_leaf(node) else f"({self.value(node)})"

    def _equal(self, node: Document) -> bool:
        weights = [operand.get("weight", 1) for operand in self.tree.operands(node) if isinstance(operand, Mapping)]
        return node.get("weights") == "equal" or all(self.tree.number(weight) == 1 for weight in weights)

    def _asks_for_yes(self, condition: Document, word: str) -> bool:
        """Whether a condition on the points of a yes/no answer holds for yes alone."""
        node: Document = self.tree.nodes.get(condition.get("node", ""), {})
        variable: Document = self.tree.variables.get(node["from"], {}) if isinstance(node.get("from"), str) else {}
        is_points = variable.get("type") == "yes_no" and node.get("then") == ["points"]
        return is_points and word in ("at_least", "is") and self.tree.number(condition[word]) == 1

    def _level(self, condition: Document, value: Any) -> str:
        variable = condition.get("variable", "")
        declared: Document = self.tree.variables.get(variable, {})
        if declared.get("type") in ("choice", "yes_no"):
            return self._code(variable, str(value))
        node: Document = self.tree.nodes.get(condition.get("node", ""), {})
        is_share = bool(node) and self.tree.is_share(node)
        return self.language.percent(float(self.tree.number(value)), None) if is_share else self.number(value)

    def _code(self, variable: str, code: str) -> str:
        declared = self.tree.variables[variable]
        if declared["type"] == "yes_no":
            return self.language.say("yes" if code in ("yes", "1") else "no")
        levels = self.tree.document["scales"][declared["scale"]]["levels"]
        title = next((self.language.text(level.get("title")) for level in levels if level["code"] == code), "")
        return f"{code}, {_uncapitalised(title)}" if title else code


def _parts(tree: Tree, node: Document) -> list[Any]:
    word = tree.aggregate(node)
    return [node[word]] if word == "from" else list(node[word])


def _uncapitalised(text: str) -> str:
    """A title in the middle of a sentence; an abbreviation stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
