package dev.rivulet.worker.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.worker.execution.WorkerLoad;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerStatusTest {

    @Test
    void rolesAndLoadAreReadAsTheyWereWritten() {
        WorkerStatus written = WorkerStatus.of(List.of(WorkerRole.EXECUTE), Optional.of(new WorkerLoad(3, 2, 0)));

        assertThat(WorkerStatus.read(written.json())).isEqualTo(written);
        assertThat(written.coordinates()).isFalse();
        assertThat(written.load()).contains(new WorkerLoad(3, 2, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "no json", "null", "{\"running\":\"many\"}", "{\"roles\":7}"})
    void whatSaysNothingIsAWorkerOfBeforeThatTakesNoTurns(String heartbeat) {
        WorkerStatus status = WorkerStatus.read(heartbeat.getBytes(StandardCharsets.UTF_8));

        assertThat(status.coordinates()).isTrue();
        assertThat(status.load()).isEmpty();
    }

    @Test
    void countsThatCannotBeAreBroughtIntoBounds() {
        WorkerStatus status = WorkerStatus.read("{\"running\":-5,\"waiting\":2147483647,\"room\":2147483647}"
                .getBytes(StandardCharsets.UTF_8));

        assertThat(status.load()).hasValueSatisfying(load -> {
            assertThat(load.busy()).isPositive();
            assertThat(load.plus(Integer.MAX_VALUE / 2).busy()).isPositive();
        });
    }
}
