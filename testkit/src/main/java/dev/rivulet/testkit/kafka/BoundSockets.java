package dev.rivulet.testkit.kafka;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Binds the sockets of one node before Kafka is started and hands them over when it asks. So a free port cannot be lost
 * to another process between choosing and using it, every node knows the controller ports of all others before the first
 * one starts, and a taken port is found here, where it can be named.
 */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {

    private static final int BACKLOG = 512;

    private final Map<Integer, ServerSocketChannel> waiting = new ConcurrentHashMap<>();
    private final NodePorts ports;

    private BoundSockets(int clientPort, int controllerPort) {
        try {
            ports = new NodePorts(bind(clientPort), bind(controllerPort));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A port of 0 takes a free one. */
    static BoundSockets bind(NodePorts wanted) {
        return new BoundSockets(wanted.client(), wanted.controller());
    }

    /** The sockets of every node of a new cluster, or of none if one port is taken. */
    static List<BoundSockets> bindAll(EmbeddedKafkaOptions options) {
        List<BoundSockets> bound = new ArrayList<>();
        try {
            for (int node = 0; node < options.brokers(); node++) {
                int client = options.clientPort() == 0 ? 0 : options.clientPort() + node;
                bound.add(new BoundSockets(client, 0));
            }
            return bound;
        } catch (RuntimeException e) {
            bound.forEach(BoundSockets::close);
            throw e;
        }
    }

    NodePorts ports() {
        return ports;
    }

    private int bind(int port) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                // A restarted broker takes its old port while connections of its former life are in TIME_WAIT.
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(loopback(port), BACKLOG);
                int bound = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                waiting.put(bound, channel);
                return bound;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (BindException e) {
            throw new EmbeddedKafkaException("Port " + port + " on 127.0.0.1 is already in use: stop the program that"
                    + " holds it (another broker?) or choose another port.", e);
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Cannot listen on port " + port + " of 127.0.0.1: " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress loopback(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), port);
    }

    @Override
    public ServerSocketChannel openServerSocket(String listener, InetSocketAddress address, int backlog,
            int receiveBufferSize) throws IOException {
        ServerSocketChannel channel = waiting.remove(address.getPort());
        if (channel == null) {
            throw new BindException("no socket was bound for listener " + listener + " at " + address);
        }
        // Kafka multiplexes its listeners on a selector.
        channel.configureBlocking(false);
        return channel;
    }

    /** Closes what Kafka has not taken over; the rest is Kafka's to close. */
    @Override
    public void close() {
        for (ServerSocketChannel channel : waiting.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was ever accepted on it: there is nothing to lose.
            }
        }
        waiting.clear();
    }
}
