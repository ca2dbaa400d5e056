package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the text of UI messages. Throws {@link ProblemException}, also for parts that are not text. */
final class UiMessages {

    private static final Map<String, Role> ROLES = Map.of("system", Role.SYSTEM, "user", Role.USER, "assistant",
            Role.ASSISTANT);
    /** Parts that answers of this gateway have. Models do not need the first, nor another's reasoning. */
    private static final String STEP = "step-start";
    private static final String REASONING = "reasoning";

    private UiMessages() {}

    /** Returns all messages, except answers without text, which clients keep of turns that failed or were cancelled. */
    static List<Message> conversation(List<JsonRequest> messages) {
        List<Message> all = messages.stream().map(UiMessages::read)
                .filter(message -> !message.role().equals(Role.ASSISTANT) || !message.content().isEmpty()).toList();
        if (all.isEmpty() || !all.getLast().role().equals(Role.USER) || all.getLast().content().isBlank()) {
            throw new ProblemException(ProblemCode.MISSING_PROMPT,
                    "The last message must be one of the user, with text.",
                    "messages");
        }
        return all;
    }

    /** Returns the text of a user's message. */
    static String prompt(JsonRequest message) {
        return conversation(List.of(message)).getFirst().content();
    }

    private static Message read(JsonRequest message) {
        Role role = message.choice("role", ROLES, Set.of()).orElseThrow(() -> message.missing("role"));
        List<JsonRequest> parts = message.objects("parts").orElseThrow(() -> message.missing("parts"));
        return new Message(role,
                parts.stream().map(UiMessages::text).flatMap(Optional::stream).collect(Collectors.joining()));
    }

    private static Optional<String> text(JsonRequest part) {
        String type = part.requiredText("type");
        return switch (type) {
            case "text" -> Optional.of(part.requiredText("text"));
            case STEP, REASONING -> Optional.empty();
            default -> throw new ProblemException(ProblemCode.UNSUPPORTED_VALUE,
                    part.pathOf("type") + " must be text: files, tools and other parts are not supported.",
                    part.pathOf("type"));
        };
    }
}
