"""counter queue …: what the order of calls costs whom."""

from typing import Annotated

import typer

from counter_app.cli.terminal import AsJson, Home, terminal

app = typer.Typer(no_args_is_help=True, help="The order of calls, tried out.")


@app.command()
def simulate(
    per_day: Annotated[
        int, typer.Option("--visitors", help="A day, on average.", min=1, max=1000)
    ] = 200,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same month.")] = 1,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Minutes waited in a made-up month at six windows, by the centre's rule and as they came."""
    from counter_app.queue.simulation import month, waits  # noqa: PLC0415 - loads statistics

    with terminal(home, as_json) as t:
        rules = t.counter.config.queue.fairness
        by_arrival = waits(month(seed, per_day, None))
        by_rule = waits(month(seed, per_day, rules))
        t.table(
            "groups",
            [
                {
                    "group": group.value,
                    "order": order,
                    "visitors": of[group].visitors,
                    "mean": round(of[group].mean, 1),
                    "median": round(of[group].median, 1),
                    "ninetieth": round(of[group].ninetieth, 1),
                    "longest": round(of[group].longest, 1),
                }
                for group in by_rule
                for order, of in (("arrival", by_arrival), ("rule", by_rule))
            ],
        )
