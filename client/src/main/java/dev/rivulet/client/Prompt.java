package dev.rivulet.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What to ask, and how the turn is to run. Immutable: each method returns another one. What is not set is the
 * installation's default.
 */
public final class Prompt {

    private final Map<String, Object> fields;
    private final String idempotencyKey;

    private Prompt(Map<String, Object> fields, String idempotencyKey) {
        this.fields = fields;
        this.idempotencyKey = idempotencyKey;
    }

    /** The user's words; the model gets the session's conversation with them. */
    public static Prompt of(String prompt) {
        return new Prompt(Map.of("prompt", Objects.requireNonNull(prompt, "prompt")), null);
    }

    /** A whole conversation, used as it is; the session goes on from it. */
    public static Prompt ofMessages(List<Message> messages) {
        return new Prompt(Map.of("messages", List.copyOf(messages)), null);
    }

    public Prompt model(String name) {
        return with("model", name);
    }

    /** The most tokens the answer may have. */
    public Prompt maxTokens(int tokens) {
        return with("maxTokens", tokens);
    }

    /** 0 to 2. */
    public Prompt temperature(double temperature) {
        return with("temperature", temperature);
    }

    /** The system prompt; it stays with the session until another turn sets one. */
    public Prompt system(String prompt) {
        return with("system", prompt);
    }

    public Prompt whenBusy(WhenBusy policy) {
        return with("whenBusy", policy.wire());
    }

    public Prompt onInterruption(OnInterruption policy) {
        return with("onInterruption", policy.wire());
    }

    public Prompt onDisconnect(OnDisconnect policy) {
        return with("onDisconnect", policy.wire());
    }

    /** How often the turn may be started, the first time included. */
    public Prompt maxAttempts(int attempts) {
        return with("maxAttempts", attempts);
    }

    /** How long it may wait for an attempt to start. */
    public Prompt queueTimeout(Duration limit) {
        return timeout("queueMs", limit);
    }

    /** How long the provider may take to its first token. */
    public Prompt firstTokenTimeout(Duration limit) {
        return timeout("firstTokenMs", limit);
    }

    /** How long the provider may pause between two tokens. */
    public Prompt idleTimeout(Duration limit) {
        return timeout("idleMs", limit);
    }

    /** How long an attempt may take altogether. */
    public Prompt totalTimeout(Duration limit) {
        return timeout("totalMs", limit);
    }

    /**
     * Prompts with the same key in the same session are the same turn, and one call to the provider, also when they come from
     * different processes. Without one, each use of the prompt is a turn of its own: the client makes a key up for each, so
     * that a request whose response is lost can be repeated.
     */
    public Prompt idempotencyKey(String key) {
        return new Prompt(fields, Objects.requireNonNull(key, "key"));
    }

    private Prompt timeout(String name, Duration limit) {
        Map<Object, Object> all = new LinkedHashMap<>((Map<?, ?>) fields.getOrDefault("timeouts", Map.of()));
        all.put(name, limit.toMillis());
        return with("timeouts", all);
    }

    private Prompt with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put(name, Objects.requireNonNull(value, name));
        return new Prompt(all, idempotencyKey);
    }

    byte[] json() {
        return JsonCodec.write(fields);
    }

    String keyOrNew() {
        return idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    }

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "Prompt" + fields.keySet();
    }
}
