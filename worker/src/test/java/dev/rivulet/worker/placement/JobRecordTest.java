package dev.rivulet.worker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.worker.execution.TurnJob;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobRecordTest {

    private static final RequestedBy CALLER = new RequestedBy("issuer|alice", "gold");
    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

    @Test
    void aJobArrivesAsItWasSentButForTheSystemPromptWhichIsAMessage() {
        TurnOptions asked = new TurnOptions("m", 7, 0.5, "be brief", WhenBusy.ENQUEUE, OnInterruption.FAIL, 2,
                OnDisconnect.CANCEL, new TurnTimeouts(1, 2, 3, 4)).withContinuation();
        TurnJob job = new TurnJob(new SessionId("s"), TURN, 2, 900, List.of(Message.user("hi")), asked, null, 1,
                CALLER);

        JobRecord arrived = Json.read(Json.write(JobRecord.AttemptAssigned.of(job, 100, 1_000)), JobRecord.class);

        TurnOptions options = new TurnOptions("m", 7, 0.5, null, WhenBusy.ENQUEUE, OnInterruption.FAIL, 2,
                OnDisconnect.CANCEL, new TurnTimeouts(1, 2, 3, 4)).withContinuation();
        assertThat(((JobRecord.AttemptAssigned) arrived).job(1_000)).isEqualTo(
                new TurnJob(new SessionId("s"), TURN, 2, 900, List.of(Message.user("hi")), options, null, 1,
                        CALLER));
    }
}
