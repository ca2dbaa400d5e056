package dev.rivulet.testkit.kafka;

/**
 * A second listener of a node, for clients behind a proxy.
 *
 * @param port where the node listens
 * @param proxy the port of the proxy: the one that is advertised to those clients
 */
public record ProxiedListener(int port, int proxy) {

    /**
     * Parses {@code PORT:PROXY}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static ProxiedListener parse(String text) {
        String[] ports = text.split(":", -1);
        if (ports.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is not PORT:PROXY_PORT");
        }
        return new ProxiedListener(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    }

    @Override
    public String toString() {
        return port + ":" + proxy;
    }
}
