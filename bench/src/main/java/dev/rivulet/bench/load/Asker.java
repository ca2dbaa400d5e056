package dev.rivulet.bench.load;

/** Asks for the turns of one stream, one after another, in one of the shapes. Used on the event loop only. */
interface Asker {

    /** Asks for the next turn, which is told what arrives and how it ends. The one before has ended. */
    void ask(Turn turn);

    /** Closes what is open. Nothing is asked any more. */
    void close();
}
