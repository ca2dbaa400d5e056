package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Sends requests to the simulator and parses the responses. */
final class Call {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Call() {}

    static String streaming(String prompt) {
        return body(prompt, "\"stream\":true");
    }

    static String whole(String prompt) {
        return body(prompt, "\"stream\":false");
    }

    static String body(String prompt, String more) {
        return "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]," + more
                + "}";
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** Returns the data lines of an SSE body. */
    static List<String> frames(String body) {
        List<String> frames = new ArrayList<>();
        for (String frame : body.split("\n\n")) {
            frames.add(frame.substring("data: ".length()));
        }
        return frames;
    }

    /** Returns the text in the chunks of an SSE body. */
    static String text(String body) {
        StringBuilder text = new StringBuilder();
        for (String frame : frames(body)) {
            if (!frame.equals("[DONE]")) {
                text.append(json(frame).path("choices").path(0).path("delta").path("content").asText(""));
            }
        }
        return text.toString();
    }
}
