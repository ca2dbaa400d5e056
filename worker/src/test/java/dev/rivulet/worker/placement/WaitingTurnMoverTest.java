package dev.rivulet.worker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.worker.execution.WorkerLoad;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTurnMoverTest {

    @Test
    void asManyTurnsMoveAsTheOthersHaveRoomFor() {
        WorkerLoad crowded = new WorkerLoad(10, 5, 0);

        assertThat(WaitingTurnMover.share(crowded, List.of())).isZero();
        assertThat(WaitingTurnMover.share(crowded, List.of(new WorkerLoad(10, 0, 0)))).isZero();
        assertThat(WaitingTurnMover.share(crowded, List.of(new WorkerLoad(8, 0, 2), new WorkerLoad(9, 0, 1))))
                .isEqualTo(3);
        assertThat(WaitingTurnMover.share(crowded, List.of(new WorkerLoad(0, 0, 100)))).isEqualTo(5);
    }

    @Test
    void theRoomIsDividedAmongThoseAtWhomTurnsWait() {
        WorkerLoad crowded = new WorkerLoad(10, 50, 0);

        assertThat(WaitingTurnMover.share(crowded, List.of(crowded, new WorkerLoad(0, 0, 20)))).isEqualTo(10);
    }

    @Test
    void whoHasNoWaitingTurnsMovesNone() {
        assertThat(WaitingTurnMover.share(new WorkerLoad(10, 0, 0), List.of(new WorkerLoad(0, 0, 20)))).isZero();
    }
}
