package dev.rivulet.bench.load;

/** The route of tokens from the simulated provider to the load generator. */
public enum Route {
    /** Directly from the provider: the cost of the machine and the load generator alone. */
    DIRECT,
    /** Through gateway, Kafka and worker. */
    RIVULET;

    /** Returns the name on the command line and in tables. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String target(String session) {
        return switch (this) {
            case DIRECT -> "/v1/chat/completions";
            case RIVULET -> "/v1/sessions/" + session + "/turns";
        };
    }

    /** Returns the request body of one stream. On both routes the provider writes the same bytes. */
    String body(int tokens) {
        return switch (this) {
            case DIRECT -> "{\"model\":\"bench\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                    + "\"max_tokens\":" + tokens + ",\"messages\":[{\"role\":\"user\",\"content\":\"Tick.\"}]}";
            case RIVULET -> "{\"prompt\":\"Tick.\",\"model\":\"bench\",\"maxTokens\":" + tokens + "}";
        };
    }
}
