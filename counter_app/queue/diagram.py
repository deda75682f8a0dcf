"""The state diagram of docs/queue.md, drawn from the table of moves (Mermaid)."""

from counter_app.queue.moves import MOVES, OVER, Move, TicketState

FINAL = OVER - {state for state, _ in MOVES}
BEGINS = {Move.TAKE: TicketState.WAITING, Move.QUICK: TicketState.SERVING}


def diagram() -> str:
    """Every move of the table; those that lead to one state from another share an arrow."""
    arrows: dict[tuple[TicketState, TicketState], list[str]] = {}
    for (state, move), after in MOVES.items():
        arrows.setdefault((state, after), []).append(move.value)
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {state}: {move}" for move, state in BEGINS.items()]
    lines += [f"    {a} --> {b}: {', '.join(moves)}" for (a, b), moves in arrows.items()]
    lines += [f"    {state} --> [*]" for state in sorted(FINAL)]
    return "\n".join(lines)
