package dev.rivulet.testkit.llm;

/** A demo answer with typical Markdown of models, for clients that render it. */
final class DemoTable {

    static final String TEXT = """
            A stream is a **log that is still being written**. Its readers hold a *cursor*, and nothing else.

            ## What is lost with what

            | gone | a plain handler loses | a log loses |
            |---|---|---|
            | the tab | the answer | nothing |
            | the gateway | the answer | nothing |
            | the worker | the answer | nothing: it starts again |

            To go on reading is one header:

            ```bash
            curl -N "$GATEWAY/v1/sessions/demo/turns/$TURN/events" \\
              -H "Last-Event-ID: $CURSOR"
            ```

            1. Ask on one device.
            2. Open the link on another: it shows the text so far, then it is live.
            3. Stop it from either.

            > The valley keeps a diary for the river.

            This answer comes from the built-in simulator.""";

    private DemoTable() {}
}
