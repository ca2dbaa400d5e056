package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnRequest;
import dev.rivulet.schemas.TurnId;
import java.util.Map;
import java.util.Optional;

/**
 * Parses the frames of one client. A prompt has the fields of {@code POST /v1/sessions/{session}/turns}.
 *
 * @param principal owns the sessions that the frames name
 * @param cursors reads their cursors
 */
record FrameReader(GatewayConfig config, SessionIds sessions, Principal principal, Cursors cursors) {

    static final int MAX_ID = 128;
    private static final String KEY = "idempotencyKey";
    private static final KnownNames PLAIN = KnownNames.of("type", "id");
    /** The fields of each type, except those of a prompt, which has the fields of a turn too. */
    private static final Map<String, KnownNames> FIELDS = Map.of("ping", PLAIN, "cancel",
            PLAIN.with("session", "turn"), "leave", PLAIN.with("session", "turn"), "follow",
            PLAIN.with("session", "cursor", "from", "throttle", "granularity"), "resume",
            PLAIN.with("session", "turn", "cursor", "from", "throttle", "granularity"));

    /**
     * Returns the request's id, which a problem with the rest of the frame names too; null if there is none.
     *
     * @throws ProblemException {@code invalid_type} or {@code invalid_value}
     */
    static String id(JsonRequest frame) {
        String id = frame.text("id").orElse(null);
        if (id != null && id.length() > MAX_ID) {
            throw new ProblemException(ProblemCode.INVALID_VALUE, "id must have " + MAX_ID + " characters or less.",
                    "id");
        }
        return id;
    }

    /**
     * Returns the request.
     *
     * @param id the request's id; null if there is none
     * @throws ProblemException if a field is missing, invalid or beyond a limit
     */
    ClientFrame read(String id, JsonRequest frame) {
        String type = frame.requiredText("type");
        if (FIELDS.containsKey(type)) {
            frame.requireOnly(FIELDS.get(type));
        }
        if (type.equals("ping")) {
            return new ClientFrame.Ping(id);
        }
        return switch (type) {
            case "prompt" -> prompt(requireId(frame, id), frame);
            case "cancel" -> new ClientFrame.Cancel(requireId(frame, id), session(frame), turn(frame));
            case "resume" -> resume(requireId(frame, id), frame);
            case "follow" -> follow(requireId(frame, id), frame);
            case "leave" -> new ClientFrame.Leave(requireId(frame, id), session(frame),
                    frame.has("turn") ? turn(frame) : null);
            case "authenticate" -> throw new ProblemException(ProblemCode.INVALID_VALUE,
                    "type can be authenticate in the first frame only, and with the subprotocol of this name.",
                    "type");
            default -> throw new ProblemException(ProblemCode.INVALID_VALUE,
                    "type must be one of cancel, follow, leave, ping, prompt, resume.", "type");
        };
    }

    private ClientFrame.Resume resume(String id, JsonRequest frame) {
        OwnedSession session = session(frame);
        Optional<Cursor> cursor = cursor(session, frame);
        return new ClientFrame.Resume(id, session, turn(frame), cursor,
                ReaderOptions.of(cursor, fromStart(frame), shaping(frame)));
    }

    private ClientFrame.Follow follow(String id, JsonRequest frame) {
        OwnedSession session = session(frame);
        return new ClientFrame.Follow(id, session, cursor(session, frame), fromStart(frame),
                shaping(frame).requireText());
    }

    private ClientFrame.Prompt prompt(String id, JsonRequest frame) {
        OwnedSession session = frame.text("session").map(text -> Parameters.session(principal, text, "session"))
                .orElseGet(() -> sessions.next(principal));
        TurnRequest.requireKnownFields(frame, "type", "id", "session", KEY, "throttle", "granularity");
        TurnDraft draft = TurnRequest.read(frame, config).requireAtMost(config.maxPromptChars());
        Optional<IdempotencyKey> key = frame.text(KEY).map(text -> IdempotencyKey.of(text, KEY));
        return new ClientFrame.Prompt(id, session, draft,
                IdempotencyKey.read(key, frame, config.turnIdTolerance()), ReaderOptions.full(shaping(frame)));
    }

    private Shaping shaping(JsonRequest frame) {
        return Shaping.parse(frame.text("throttle"), frame.text("granularity"), config.maxThrottle());
    }

    private Optional<Cursor> cursor(OwnedSession session, JsonRequest frame) {
        return frame.text("cursor").map(text -> cursors.read(session, text));
    }

    private static boolean fromStart(JsonRequest frame) {
        return Parameters.fromStart(frame.text("from"));
    }

    private static String requireId(JsonRequest frame, String id) {
        if (id == null) {
            throw frame.missing("id");
        }
        return id;
    }

    private OwnedSession session(JsonRequest frame) {
        return Parameters.session(principal, frame.requiredText("session"), "session");
    }

    private static TurnId turn(JsonRequest frame) {
        return Parameters.turn(frame.requiredText("turn"), "turn");
    }
}
