package dev.rivulet.examples;

/** Where the examples find a gateway. */
final class Address {

    private Address() {}

    /** The first argument, else {@code RIVULET_URL}, else the address that {@code ./rivulet up} listens on. */
    static String of(String[] args) {
        return args.length > 0 ? args[0] : System.getenv().getOrDefault("RIVULET_URL", "http://127.0.0.1:8080");
    }
}
