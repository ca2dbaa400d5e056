package dev.rivulet.testkit.kafka;

/** The ports of one node. They stay the same while its cluster lives, so that clients and voters find it again. */
public record NodePorts(int client, int controller) {

    /** Reads {@code CLIENT:CONTROLLER}; throws {@link IllegalArgumentException} for anything else. */
    public static NodePorts parse(String text) {
        String[] ports = text.split(":", -1);
        if (ports.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is not CLIENT_PORT:CONTROLLER_PORT");
        }
        return new NodePorts(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    }

    @Override
    public String toString() {
        return client + ":" + controller;
    }
}
