package dev.rivulet.bench.load;

/** The way that tokens take from the simulated provider to the load generator. */
public enum Route {
    /** Straight from the provider: what the machine and the load generator cost by themselves. */
    DIRECT,
    /** Through gateway, Kafka and worker. */
    RIVULET;

    /** As users write it and as tables show it. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String target(String session) {
        return switch (this) {
            case DIRECT -> "/v1/chat/completions";
            case RIVULET -> "/v1/sessions/" + session + "/turns";
        };
    }

    /** The request of one stream; both make the provider write the same bytes. */
    String body(int tokens) {
        return switch (this) {
            case DIRECT -> "{\"model\":\"bench\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                    + "\"max_tokens\":" + tokens + ",\"messages\":[{\"role\":\"user\",\"content\":\"Tick.\"}]}";
            case RIVULET -> "{\"prompt\":\"Tick.\",\"model\":\"bench\",\"maxTokens\":" + tokens + "}";
        };
    }
}
