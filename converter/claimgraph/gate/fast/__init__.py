"""The fast engine: SHACL Core (1.0), complete, and nothing else."""

from claimgraph.gate.described import Data, Nodes
from claimgraph.gate.fast.engine import Compiled, compiled
from claimgraph.gate.fast.own import Unsupported

__all__ = ["Compiled", "Data", "Nodes", "Unsupported", "compiled"]
