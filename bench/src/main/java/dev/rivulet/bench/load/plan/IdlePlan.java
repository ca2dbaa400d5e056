package dev.rivulet.bench.load.plan;

/**
 * Connections that are opened and then do nothing until the next such plan, which closes them.
 *
 * @param name prefix of the session ids; must be unique
 * @param port of the gateway
 * @param shape {@link Shape#WEBSOCKET}: WebSockets on which nothing is asked; {@link Shape#FOLLOWED}: followers, each
 *        of a session of its own in which nothing happens
 * @param connections to open; 0 only closes those of the plan before
 * @param perSecond how many are opened in a second
 * @param giveUpAt when those that are not open yet count as failed
 */
public record IdlePlan(String name, int port, Shape shape, int connections, int perSecond, long giveUpAt)
        implements
            Plan {}
