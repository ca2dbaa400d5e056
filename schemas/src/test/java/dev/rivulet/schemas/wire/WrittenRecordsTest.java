package dev.rivulet.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.ForgetRequested;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.ReadersChanged;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnPage;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.event.Item;
import dev.rivulet.schemas.event.PastTurn;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.Snapshot;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.event.Unsupported;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.usage.UsageTotal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What this version writes is what the schemas say, whichever parts of a record are absent. */
class WrittenRecordsTest {

    private static final SessionId SESSION = new SessionId("s");
    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final Usage USAGE = new Usage(0, Long.MAX_VALUE, 2);
    private static final Timings TIMINGS = new Timings(0, 1L, 2);
    private static final Timings NO_TOKEN = new Timings(0, null, 2);
    private static final RequestedBy CALLER = new RequestedBy("https://issuer.example|é 漢", "gold");
    private static final String NASTY = "a\n\r\t\"\\\u0000\u0085\u2028\u2029 é 漢 😀 \ufeff data: [DONE]\n\n";

    private static final List<AnswerPart> PARTS = List.of(new AnswerPart.Thought(0, NASTY, null),
            new AnswerPart.Thought(1, NASTY, NASTY), new AnswerPart.Call(2, 0, "c", NASTY, NASTY, true),
            new AnswerPart.Call(Long.MAX_VALUE, Integer.MAX_VALUE, "d", "n", "", null));
    private static final ModelOptions OPTIONS = ModelOptions.of(Map.of("stop",
            JsonNodeFactory.instance.arrayNode().add(NASTY), "logit_bias",
            JsonNodeFactory.instance.objectNode().put("17", -100), "user", JsonNodeFactory.instance.textNode(NASTY)));

    private static final PromptRequested BOTH = PromptRequested.ofMessages(SESSION, TURN, List.of(Message.user(NASTY)),
            new TurnOptions(NASTY, null, null, NASTY, null, null, null));
    private static final Queued QUEUED = Queued.of(PromptRequested.ofPrompt(SESSION, TURN, NASTY, TurnOptions.NONE));
    private static final SessionState STATE = new SessionState(TURN, NASTY, List.of(Message.assistant(NASTY)),
            new SessionState.Open(TURN, NASTY, null, null, null, null, 0), List.of(QUEUED, Queued.of(BOTH)));

    static Stream<Record> representatives() {
        return Stream.of(commands(), events(), results(), usage()).flatMap(List::stream);
    }

    private static List<Record> commands() {
        List<Message> everyRole = Stream
                .of(Role.SYSTEM, Role.DEVELOPER, Role.USER, Role.ASSISTANT, new Role("tool"))
                .map(role -> new Message(role, NASTY)).toList();
        return List.of(PromptRequested.ofPrompt(SESSION, TURN, NASTY, null),
                PromptRequested.ofPrompt(new SessionId("~".repeat(128)), TURN, "x", TurnOptions.NONE),
                PromptRequested.ofMessages(SESSION, TURN, everyRole,
                        new TurnOptions("m", Integer.MAX_VALUE, 2.0, NASTY, WhenBusy.ENQUEUE, OnInterruption.RESTART,
                                Integer.MAX_VALUE, OnDisconnect.CONTINUE,
                                new TurnTimeouts(1, 2, 3, Integer.MAX_VALUE))),
                PromptRequested.ofPrompt(SESSION, TURN, "x",
                        new TurnOptions(null, null, null, null, null, null, null, null,
                                new TurnTimeouts(null, null, 1, null))),
                PromptRequested.ofMessages(SESSION, TURN, List.of(Message.user("")),
                        new TurnOptions(null, 1, 0.0, null, null, OnInterruption.FAIL, OnDisconnect.CANCEL)
                                .withContinuation()),
                new PromptRequested(SESSION, TURN, "x", null, null, new Idempotency(TURN, null, "d"), true),
                new PromptRequested(SESSION, TURN, "x", null, null,
                        new Idempotency(TURN, "k".repeat(Idempotency.MAX_KEY), "d")),
                PromptRequested.ofPrompt(SESSION, TURN, "x", null).by(CALLER),
                PromptRequested.ofPrompt(SESSION, TURN, "x", TurnOptions.NONE.with(OPTIONS)),
                new CancelRequested(SESSION, TURN), new CancelRequested(SESSION, TURN, CALLER),
                new ForgetRequested(SESSION, TURN, new RequestedBy("i|s", null)),
                new AttemptClaimed(SESSION, TURN, 1, "w", "t", 3),
                new AttemptGivenUp(SESSION, TURN, 1, "w"),
                new AttemptClaimed(SESSION, TURN, 1, "w", "t", null, "c"),
                new AttemptGivenUp(SESSION, TURN, 1, "w", true),
                new SessionRequested(SESSION, TURN),
                new SessionRequested(SESSION, TURN, true, null),
                new SessionRequested(SESSION, TURN, null, new TurnPage(50, TURN)),
                new ForgetRequested(SESSION, TURN), new ReadersChanged(SESSION, "g", 0, 1),
                new ReadersChanged(SESSION, "A.z_9-".repeat(8), 1_000_000, ReadersChanged.MAX_VALID_MS));
    }

    private static List<Record> events() {
        return List.of(new Started(1, "m", "p"), new Started(Integer.MAX_VALUE, NASTY, NASTY),
                new Started(2, "m", "p", new Started.Continues(1, Long.MAX_VALUE)), new Delta(1, 0, NASTY),
                new Accepted(TURN, TURN, Accepted.Status.CREATED), new Unsupported(TURN, "Later"),
                new Accepted(TURN, TURN, Accepted.Status.EXISTING),
                new Accepted(TURN, TURN, Accepted.Status.CONFLICT),
                new Delta(1, Long.MAX_VALUE, "😀"), new Snapshot(1, Long.MAX_VALUE, NASTY),
                new Snapshot(1, 2, "", PARTS), new Reasoning(1, 0, NASTY), new Reasoning(1, 0, "", NASTY),
                new ToolCall(1, 0, 0, NASTY, NASTY, "", null),
                new ToolCall(1, 0, Integer.MAX_VALUE, "c", null, NASTY, true),
                new Done(1, 1, "tool_calls", null, 0, TIMINGS, AnswerPart.kinds(PARTS)),
                new Item(1, 0, NullNode.instance), new Item(1, 0, NASTY, NullNode.instance),
                new Item(Integer.MAX_VALUE, Integer.MAX_VALUE, JsonNodeFactory.instance.textNode(NASTY)),
                new Sealed(1), new Sealed(Integer.MAX_VALUE), new Done(1, 1, "stop", USAGE, 1, TIMINGS),
                new Done(0, 0, "cancelled", null, 0, NO_TOKEN),
                new Done(1, 0, "cancelled", Usage.estimate(1, 2), 0, NO_TOKEN),
                new TurnError(1, 1, "internal", NASTY, false, null, 1, TIMINGS, USAGE),
                new TurnError(1, 1, "internal", NASTY, false, null, 1, TIMINGS),
                new TurnError(0, 0, ErrorCode.QUEUE_FULL.code(), "", true, 0L, 0, null), new Forgotten(TURN), QUEUED,
                QUEUED.withoutText(), TurnPrompt.of(BOTH), new TurnPrompt(new TurnInput(TURN, null, null, null, null)),
                STATE,
                STATE.withoutPrompts(), STATE.withoutText(), STATE.withoutText().since(1L),
                TurnPrompt.of(BOTH).atMost(3), QUEUED.atMost(1),
                STATE.withTurns(List.of(new PastTurn(TURN, 0, 1, null), new PastTurn(TURN, 7, 1, true)), true),
                new SessionState(TURN, null, List.of(), null, List.of()), new Watching(1),
                new Watching(Integer.MAX_VALUE));
    }

    private static List<Record> results() {
        return Stream.of(new Outcome.Completed("stop", USAGE), Outcome.cancelled(),
                Outcome.failed(ErrorCode.INTERNAL, NASTY),
                Outcome.failed(ErrorCode.INTERNAL, NASTY).withUsage(Usage.estimate(1, 2))).flatMap(
                        outcome -> Stream.<Record>of(
                                new TurnFinished(SESSION, TURN, 1, "w", outcome, 1, NASTY, "m", "p", TIMINGS),
                                new TurnFinished(SESSION, TURN, 1, "w", outcome, 1, NASTY, "m", "p", TIMINGS)
                                        .withInput(TurnInput.of(BOTH)).by(CALLER),
                                new TurnFinished(SESSION, TURN, 1, "w", outcome, 1, NASTY, "m", "p", TIMINGS)
                                        .withParts(PARTS),
                                new TurnFinished(SESSION, TURN, 0, "w", outcome, 0, "", null, null, NO_TOKEN)))
                .toList();
    }

    private static List<Record> usage() {
        return List.of(new UsageTotal("", null, "2026-01-31", NASTY, "0@0", 1, 0, Long.MAX_VALUE, 3, 0, null, null),
                new UsageTotal("o".repeat(22), NASTY, "2026-01-31", "m", "0@0", 1, 2, 3, 5, 1, "0.1", "EUR"));
    }

    @ParameterizedTest
    @MethodSource("representatives")
    void whatIsWrittenIsValidAndReadAsItWas(Record written) throws IOException {
        WireSchema schema = WireSchema.of(written.getClass());
        JsonNode json = Json.MAPPER.readTree(Json.write(written));
        assertThat(schema.errors(json)).as("%s", json).isEmpty();
        assertThat(schema.read(json)).isEqualTo(written);
    }

    @Test
    void everyRecordAndOutcomeAndErrorCodeIsRepresented() {
        assertThat(representatives().<Class<?>>map(Record::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(WireSchema.wireRecords().toList());
        for (ErrorCode code : ErrorCode.values()) {
            Record failed = new TurnError(1, 0, code.code(), "x", code.retryable(), 1_500L, 0, NO_TOKEN);
            assertThat(WireSchema.of(TurnError.class).accepts(Json.MAPPER.valueToTree(failed))).isTrue();
        }
    }
}
