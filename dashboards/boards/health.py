"""Whether what the other boards show is all there is."""

from typing import Final

from dashboards._names import BOARD_HEALTH
from dashboards._panel import Board, Row, bars, over_time, rising, stat
from dashboards._queries import cost, health
from dashboards._words import BYTES, COUNT, NO_CALLS, NO_LEDGER, NOUGHT, SHARE, USD, WHOLE


_TOP: Final = (
    stat(
        "Processes that report",
        health.INSTANCES,
        WHOLE,
        "At this moment, of the chosen services.",
        "no process reports at this moment: none has called Gemini since it started, or metrics "
        "do not arrive. gemini-otel doctor says which.",
    ),
    stat(
        "Services that fell silent",
        health.SILENT,
        WHOLE,
        "They reported in the time range and do not at this moment; so do jobs that ended.",
        NO_CALLS,
        steps=rising(1),
    ),
    stat(
        "Faults of gemini_otel",
        health.FAULTS,
        WHOLE,
        f"Faults of the instrumentation, kept from the app; the log tells of each. {NOUGHT}",
        NO_CALLS,
        steps=rising(1),
    ),
    stat(
        "Failed ledger writes",
        health.LEDGER_FAULTS,
        WHOLE,
        f"Records wait in the spool until a write succeeds. {NOUGHT}",
        NO_CALLS,
        steps=rising(1),
    ),
    stat(
        "Waiting for the ledger",
        health.WAITING,
        BYTES,
        "What spools hold that is not in the database yet, a kilobyte or two a response: some "
        "while calls are made, and nothing when none are.",
        NO_LEDGER,
        steps=rising(10_000_000),
    ),
    stat(
        "Metrics off the ledger by",
        cost.AGAINST_LEDGER,
        SHARE,
        "Above nought metrics say more. Programs without a ledger make it larger.",
        NO_LEDGER,
        decimals=2,
    ),
    over_time(
        "Processes that report, by service",
        (health.INSTANCES_OVER_TIME,),
        COUNT,
        "A fall to nothing is an outage, or the end of a job.",
        NO_CALLS,
        decimals=0,
    ),
    over_time(
        "Metrics and ledger (USD per hour)",
        (health.METRICS_PER_HOUR, health.LEDGER_PER_HOUR),
        USD,
        "What is spent, by both: two lines that should lie on each other; the ledger's comes in "
        "steps, as it is written.",
        NO_CALLS,
    ),
)
_IDENTITY: Final = Row(
    "Identity and limits",
    (
        stat(
            "Series without an instance id",
            health.NO_INSTANCE,
            WHOLE,
            f"Processes that share a series overwrite each other and money comes out wrong by any "
            f"factor: set service.instance.id. {NOUGHT}",
            NO_CALLS,
            steps=rising(1),
            width=6,
        ),
        stat(
            "Series past the SDK's limit",
            health.OVERFLOWN,
            WHOLE,
            f"Too many attribute sets: more are merged into one series without names. {NOUGHT}",
            NO_CALLS,
            steps=rising(1),
            width=6,
        ),
        bars(
            "Counters that began anew",
            (health.RESETS,),
            WHOLE,
            "Each restart of a scraped process is one. Many, without restarts, mean that "
            "processes share an identity.",
            NO_CALLS,
            decimals=0,
            height=4,
        ),
    ),
)
_INSIDE: Final = Row(
    "Faults, backlog and size",
    (
        bars(
            "Faults of gemini_otel by place",
            (health.FAULTS_BY_PLACE,),
            WHOLE,
            "The function that failed: to be named in a bug report.",
            "there was no fault, as it should be.",
            decimals=0,
        ),
        over_time(
            "Waiting for the ledger, by service",
            (health.WAITING_OVER_TIME,),
            BYTES,
            "A line that only rises means that the database takes nothing.",
            NO_LEDGER,
        ),
        over_time(
            "Series by service",
            (health.SERIES,),
            COUNT,
            "What these metrics cost the backend; those of gen_ai.* are not counted.",
            NO_CALLS,
            decimals=0,
            width=24,
        ),
    ),
)
BOARD: Final = Board(
    BOARD_HEALTH,
    "Gemini: telemetry health",
    "For whoever trusts the other boards: does everything arrive, and does it add up?",
    _TOP,
    (_IDENTITY, _INSIDE),
    since="now-6h",
)
