package dev.rivulet.local.chaos.hostile;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.ForgetRequested;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.ReadersChanged;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.schemas.usage.UsageTotal;
import dev.rivulet.worker.placement.JobRecord;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Draws records of every topic that could be valid: their turns are hostile ({@link HostileIds}), their sessions the
 * generator's own, or a client's where the record must not change anything for the client. Not thread-safe.
 */
final class RecordTemplates {

    private static final int OWN_SESSIONS = 200;
    private static final int CLIENTS = 100;
    private static final int CLIENT_SESSIONS = 20;
    private static final int TURNS_REMEMBERED = 50;
    private static final Timings TIMINGS = new Timings(1, 2L, 3);

    private final Random random;
    private final IntFunction<String> owners;
    /** Turns of earlier prompts: a later record may be about one of them. */
    private final TurnId[] recent = new TurnId[TURNS_REMEMBERED];
    private final String[] recentSessions = new String[TURNS_REMEMBERED];

    /** @param owners what the ids of a client's sessions begin with in Kafka, by its number */
    RecordTemplates(Random random, IntFunction<String> owners) {
        this.random = random;
        this.owners = owners;
    }

    RecordDraft draw(long now) {
        return switch (random.nextInt(21)) {
            case 0, 1, 2, 3, 4, 5, 6 -> command(now);
            case 7, 8, 9, 10 -> result(now);
            case 11, 12, 13, 14 -> event(now);
            case 15 -> random.nextBoolean() ? reply(now) : watching();
            case 16 -> heartbeat(now);
            case 17 -> job(now);
            case 18 -> changelog();
            case 19 -> usage();
            default -> new RecordDraft(Topic.DEAD_LETTERS.named(""), ownSession(), Map.of("any", random.nextInt()));
        };
    }

    private RecordDraft usage() {
        UsageTotal total = new UsageTotal(random.nextBoolean() ? "" : "o".repeat(22), "issuer|subject",
                "2026-01-" + random.nextInt(10, 99), "model", random.nextInt(9) + "@" + random.nextInt(99),
                random.nextLong(),
                random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong(),
                random.nextBoolean() ? "1e999999999" : "0.5", "USD");
        return new RecordDraft(Topic.USAGE.named(""), total.key(), total);
    }

    /** For a worker that may live: only who knows its id could have one run a turn that nobody asked for. */
    private RecordDraft job(long now) {
        SessionId session = new SessionId(ownSession());
        TurnId turn = HostileIds.draw(random, now);
        JobRecord job = random.nextBoolean()
                ? new JobRecord.AttemptChecked(session, turn, random.nextInt(1, 5))
                : new JobRecord.AttemptAssigned(session, turn, random.nextInt(1, 5), random.nextInt(1_000),
                        List.of(Message.user("hi")), TurnOptions.NONE, null, random.nextInt(9),
                        random.nextBoolean() ? null : new RequestedBy("issuer|subject", "class"));
        return new RecordDraft(Topic.TURN_JOBS.named(""), worker(), job);
    }

    private RecordDraft command(long now) {
        int slot = random.nextInt(TURNS_REMEMBERED);
        boolean known = recent[slot] != null && random.nextBoolean();
        TurnId turn = known ? recent[slot] : HostileIds.draw(random, now);
        String session = known ? recentSessions[slot] : anySession();
        SessionId id = new SessionId(session);
        return command(switch (random.nextInt(13)) {
            case 0 -> new CancelRequested(id, turn);
            case 1 -> new SessionRequested(id, turn);
            case 2 -> new ForgetRequested(new SessionId(ownSession()), turn);
            case 3 -> new AttemptClaimed(id, turn, random.nextInt(1, 5), worker(), "term-" + random.nextInt(9),
                    random.nextBoolean() ? null : random.nextInt(1_000));
            case 4 -> new AttemptGivenUp(id, turn, random.nextInt(1, 5), worker());
            case 5 -> new ReadersChanged(id, "gateway-" + random.nextInt(9), random.nextInt(1_000),
                    random.nextInt(1, ReadersChanged.MAX_VALID_MS));
            default -> prompt(HostileIds.draw(random, now), slot, now);
        });
    }

    private static RecordDraft command(Command command) {
        // As the interface, so that the type is written.
        RecordDraft draft = new RecordDraft(Topic.PROMPT_REQUESTS.named(""), command.sessionId().value(), command);
        // With a key, the turn of an earlier prompt may be meant.
        draft.hasToEnd = command instanceof PromptRequested prompt && prompt.idempotency() == null;
        return draft;
    }

    private PromptRequested prompt(TurnId turn, int slot, long now) {
        String session = ownSession();
        recent[slot] = turn;
        recentSessions[slot] = session;
        TurnOptions options = new TurnOptions(random.nextBoolean() ? null : "model-" + random.nextInt(9),
                random.nextBoolean() ? null : random.nextInt(1, 1_000), random.nextBoolean() ? null : 0.5,
                random.nextBoolean() ? null : "Be brief.", any(WhenBusy.values()), any(OnInterruption.values()),
                random.nextBoolean() ? null : random.nextInt(1, 4), null,
                random.nextBoolean() ? null : new TurnTimeouts(null, 10_000, null, 20_000));
        Idempotency key = random.nextInt(10) > 0
                ? null
                : new Idempotency(HostileIds.draw(random, now), "key-" + turn, "d");
        String text = "fuzz " + random.nextInt(1, 9) + " NONE";
        return random.nextInt(4) > 0
                ? new PromptRequested(new SessionId(session), turn, text, null, options, key)
                : new PromptRequested(new SessionId(session), turn, null, List.of(Message.user(text)), options, key);
    }

    private RecordDraft result(long now) {
        String session = anySession();
        Outcome outcome = random.nextBoolean()
                ? new Outcome.Completed("stop", new Usage(1, 2, 3))
                : Outcome.failed(any(ErrorCode.values()), "a sentence");
        String owner = random.nextBoolean() ? TurnFinished.COORDINATOR : worker();
        return new RecordDraft(Topic.TURN_RESULTS.named(""), session, new TurnFinished(new SessionId(session),
                HostileIds.draw(random, now), random.nextInt(0, 4), owner, outcome, random.nextInt(9), "a text",
                "model", "provider", TIMINGS));
    }

    private RecordDraft event(long now) {
        TurnId turn = HostileIds.draw(random, now);
        ChunkEvent event = switch (random.nextInt(8)) {
            case 0 -> new Started(random.nextInt(1, 4), "model", "provider");
            case 1 -> new Done(1, random.nextInt(9), "stop", null, random.nextInt(99), TIMINGS);
            case 2 ->
                new TurnError(1, random.nextInt(9), ErrorCode.INTERNAL.code(), "a sentence", true, null, 0, TIMINGS);
            case 3 -> new Forgotten(turn);
            case 4 -> new Sealed(random.nextInt(0, 4));
            case 5 -> new Reasoning(random.nextInt(1, 4), random.nextInt(9), "a thought");
            case 6 -> new ToolCall(random.nextInt(1, 4), random.nextInt(9), random.nextInt(3), "call", "tool", "{}",
                    random.nextBoolean() ? true : null);
            default -> new Delta(random.nextInt(1, 4), random.nextInt(9), "a text");
        };
        RecordDraft draft = new RecordDraft(Topic.CHUNK_EVENTS.named(""), anySession(), event);
        new ChunkHeaders(turn, EventType.of(event), event.attempt()).headers(worker())
                .forEach(header -> draft.headers.put(header.key(), header.value()));
        return draft;
    }

    private RecordDraft reply(long now) {
        TurnId request = HostileIds.draw(random, now);
        return new RecordDraft(Topic.CHUNK_EVENTS.named(""), anySession(),
                new Accepted(request, HostileIds.draw(random, now), any(Accepted.Status.values())))
                .header(CoordinatorReply.REQUEST, request.toString());
    }

    private RecordDraft watching() {
        return new RecordDraft(Topic.CHUNK_EVENTS.named(""), anySession(), new Watching(random.nextInt(1, 1_000)))
                .header(ChunkHeaders.TYPE, Watching.TYPE);
    }

    private RecordDraft heartbeat(long now) {
        boolean stop = random.nextBoolean();
        return new RecordDraft(Topic.WORKER_HEARTBEATS.named(""), (stop ? "stop/" : "") + worker(),
                stop ? Map.of("turn", HostileIds.draw(random, now).toString(), "attempt", 1) : Map.of());
    }

    /** A state that no worker stored: read when its partition moves. */
    private RecordDraft changelog() {
        return new RecordDraft(any(Changelog.values()).named(""), ownSession(), Map.of("open", Map.of("attempt", 1),
                "messages", List.of(Map.of("role", "user", "content", "a text")), "touchedAt", random.nextInt()));
    }

    private String worker() {
        return "worker-hostile-" + random.nextInt(500);
    }

    private String anySession() {
        if (random.nextInt(3) > 0) {
            return ownSession();
        }
        int client = random.nextInt(CLIENTS);
        return owners.apply(client) + "c" + client + "-s" + random.nextInt(CLIENT_SESSIONS);
    }

    private String ownSession() {
        return "hostile-" + random.nextInt(OWN_SESSIONS);
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
