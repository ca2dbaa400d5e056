package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.stream.Collectors;

/** Reads the text of a message: a string, or an array of parts of type {@code text}, which are joined. */
public final class MessageText {

    private static final KnownNames PART = KnownNames.of("type", "text");

    private MessageText() {}

    /**
     * @param field has the text
     * @throws ProblemException if it is missing, is neither, or has parts that are not text
     */
    public static String text(JsonRequest message, String field) {
        return message.isArray(field)
                ? message.objects(field).orElseThrow().stream().map(MessageText::part).collect(Collectors.joining())
                : message.requiredText(field);
    }

    private static String part(JsonRequest part) {
        if (!part.requiredText("type").equals("text")) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_VALUE,
                    part.pathOf("type") + " must be text: images, files and other parts are not supported.",
                    part.pathOf("type"));
        }
        part.requireOnly(PART);
        return part.requiredText("text");
    }
}
