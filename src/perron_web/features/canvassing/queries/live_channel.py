"""What live pages listen to."""

from typing import Final

from perron_web.features.canvassing.queries.live_board import field_board, load_board, pulses
from perron_web.features.canvassing.queries.live_view import view_board
from perron_web.platform.access.roles import DESK, FIELD
from perron_web.platform.live.channels import Channel, register

DIRECT: Final = register(
    Channel(
        "direct",
        DESK | FIELD,
        "canvassing",
        pulses=pulses,
        load=load_board,
        view=view_board,
        field=field_board,
    )
)
