package dev.rivulet.testkit.kafka;

/**
 * The ports of one node. They do not change while its cluster runs, so that clients and voters find it after a restart.
 */
public record NodePorts(int client, int controller) {

    /**
     * Parses {@code CLIENT:CONTROLLER}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
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
