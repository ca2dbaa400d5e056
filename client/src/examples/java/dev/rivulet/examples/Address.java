package dev.rivulet.examples;

/** The address of the gateway that the examples use. */
final class Address {

    private Address() {}

    /** Returns the first argument, else {@code RIVULET_URL}, else the address that {@code ./rivulet up} listens on. */
    static String of(String[] args) {
        return args.length > 0 ? args[0] : System.getenv().getOrDefault("RIVULET_URL", "http://127.0.0.1:8080");
    }
}
