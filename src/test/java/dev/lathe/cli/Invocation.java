package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One call of the command line, as a process would see it. */
record Invocation(int code, String out, String err) {
    static Invocation of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
        int code = Main.execute(words, new PrintWriter(out), new PrintWriter(err), false);
        return new Invocation(code, out.toString(), err.toString());
    }

    /** The JSON on standard output of a call that has to succeed, and to say nothing else. */
    static JsonNode json(Object... args) throws JsonProcessingException {
        Object[] all = Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--json";
        Invocation call = of(all);
        assertThat(call.err).isEmpty();
        assertThat(call.code).isZero();
        return new ObjectMapper().readTree(call.out);
    }

    static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Failed with one sentence on standard error, and nothing on standard output. */
    void assertFailed(String... parts) {
        assertThat(code).as(err).isEqualTo(1);
        assertThat(out).isEmpty();
        assertThat(err).startsWith("lathe: ").contains(parts).doesNotContain("Exception");
        assertThat(err.lines()).hasSize(1);
    }

    /** Refused as wrong usage. */
    void assertUsage(String... parts) {
        assertThat(code).as(err).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).startsWith("lathe: ").contains(parts).contains("--help'");
    }
}
