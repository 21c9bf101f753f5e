"""Reading the plan: versions, the tree, comparison, the cross-table, and what cannot be judged in time."""

from zaitaku.programme.plans.queries.compare import Change, Comparison, Link, compare, compare_trees, links_between
from zaitaku.programme.plans.queries.crosstab import CrossTable, crosstab, crosstab_of
from zaitaku.programme.plans.queries.importing import Preview, owner_names, preview_import
from zaitaku.programme.plans.queries.judge import Finding, judgeable, judgeable_tree
from zaitaku.programme.plans.queries.measures import measures_of
from zaitaku.programme.plans.queries.table import digest_of_table, roots_of, table_of
from zaitaku.programme.plans.queries.tree import (
    IndicatorLine,
    InitiativeDetail,
    Measure,
    NoSuchPart,
    Owner,
    PlanNode,
    PlanTree,
    tree,
)
from zaitaku.programme.plans.queries.versions import (
    Placed,
    Stage,
    draft_of,
    history,
    initiative,
    last_edits,
    plan_for,
    stages,
    version_in_force,
)

__all__ = [
    "Change",
    "Comparison",
    "CrossTable",
    "Finding",
    "IndicatorLine",
    "InitiativeDetail",
    "Link",
    "Measure",
    "NoSuchPart",
    "Owner",
    "Placed",
    "PlanNode",
    "PlanTree",
    "Preview",
    "Stage",
    "compare",
    "compare_trees",
    "crosstab",
    "crosstab_of",
    "digest_of_table",
    "draft_of",
    "history",
    "initiative",
    "judgeable",
    "judgeable_tree",
    "last_edits",
    "links_between",
    "measures_of",
    "owner_names",
    "plan_for",
    "preview_import",
    "roots_of",
    "stages",
    "table_of",
    "tree",
    "version_in_force",
]
