// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.netperfmeter.flow.SystemClock;
import org.netperfmeter.json.RunEnd;
import org.netperfmeter.json.RunFile;
import org.netperfmeter.json.RunJournal;
import org.netperfmeter.node.NodeListener;

/** Tells a run of an active node in JSON. The library for that is loaded with this class, and not before. */
final class JsonRun {
    private final Optional<RunFile> file;
    private final Optional<EventStream> stream;
    private final Console console;
    private final RunJournal journal;

    private JsonRun(RunPlan.Active plan, List<String> words, PrintStream out, Console console, Optional<RunFile> file) {
        this.file = file;
        this.console = console;
        stream = plan.json().stream() ? Optional.of(new EventStream(out)) : Optional.empty();
        List<String> commandLine = new ArrayList<>(List.of("netperfmeter"));
        commandLine.addAll(words);
        journal = new RunJournal(
                commandLine, plan.config(), new SystemClock(), stream.map(events -> event -> tell(event, events)));
        plan.notices().stream()
                .filter(notice -> notice.level() == LogLevel.WARNING)
                .forEach(notice -> journal.note(NodeListener.Level.WARNING, notice.text()));
    }

    /**
     * Begins, before anything is connected.
     *
     * @param words of the command line
     * @param out takes the events, if they are wanted
     * @throws IOException if the document could not be written
     */
    static JsonRun begin(RunPlan.Active plan, List<String> words, PrintStream out, Console console) throws IOException {
        Optional<RunFile> file = plan.json().file().isPresent()
                ? Optional.of(RunFile.create(
                        plan.json().file().get(), plan.config().flows().size()))
                : Optional.empty();
        return new JsonRun(plan, words, out, console, file);
    }

    /** To be told what happens. */
    NodeListener listener() {
        return journal;
    }

    /** There may be many intervals, and each of them says less than its successor. */
    private void tell(ObjectNode event, EventStream events) {
        if (!RunJournal.isInterval(event)) {
            events.tell(event);
        } else if (events.offer(event) == 1) {
            String text = "standard output is read too slowly: interval events are left out";
            console.log(LogLevel.WARNING, text);
            journal.note(NodeListener.Level.WARNING, text);
        }
    }

    /**
     * Writes the document, and tells the end: each with the failures that are known by then.
     *
     * @param failures takes why something could not be written, or told
     * @return how the run ended, with that
     */
    RunEnd end(RunEnd end, Consumer<String> failures) {
        Optional<String> untold = stream.flatMap(EventStream::catchUp);
        untold.ifPresent(failures);
        RunEnd known = worsened(end, untold);
        ObjectNode document = journal.document(known);
        Optional<String> unwritten = write(document);
        unwritten.ifPresent(failures);
        known = worsened(known, unwritten);
        journal.ended(unwritten.isPresent() ? journal.document(known) : document);
        Optional<String> untoldEnd = stream.flatMap(EventStream::close).filter(reason -> untold.isEmpty());
        untoldEnd.ifPresent(failures);
        return worsened(known, untoldEnd);
    }

    private Optional<String> write(ObjectNode document) {
        try {
            if (file.isPresent()) {
                file.get().complete(document);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The first reason counts. */
    private static RunEnd worsened(RunEnd end, Optional<String> failure) {
        return end.outcome() == RunEnd.Outcome.FAILED
                ? end
                : failure.map(reason -> RunEnd.failed(reason, ExitCode.FAILED)).orElse(end);
    }
}
