// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.netperfmeter.traffic.TransportProtocol;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The program behind {@code examples/reliability/many-clients}. */
@Command(
        name = "examples/reliability/many-clients",
        description =
                "Many clients measure with one passive node at the same time. The passive node is the program, in a"
                        + " process of its own, with default limits; the clients are active nodes in one other process, each with"
                        + " connections of its own. All flows send both ways: TCP, MPTCP, UDP, and frames of several messages."
                        + " Every counter of every flow has to be the same at both ends.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every measurement was exact", "1:one was not", "2:wrong usage"})
final class ManyClients implements Callable<Integer> {
    private static final List<String> FLOWS = List.of(
            "TCP const40:const1000:const20:const500",
            "MPTCP const20:const500:const40:const1000",
            "UDP const20:const500:const20:const500",
            "TCP exp10:uniform48,8000:exp10:uniform48,8000:maxmsgsize=1400",
            "MPTCP const5:const20000:const5:const20000:maxmsgsize=4000",
            "UDP const5:const3000:const5:const3000:maxmsgsize=1000");
    private static final double LEAST_SECONDS = 1;
    private static final double SPREAD_SECONDS = 1;

    @Parameters(
            paramLabel = "MEASUREMENTS",
            arity = "0..1",
            index = "0",
            defaultValue = "200",
            description = "How many, of 1 to 2 s each (default: ${DEFAULT-VALUE}).")
    private int measurements;

    @Parameters(
            paramLabel = "CLIENTS",
            arity = "0..1",
            index = "1",
            defaultValue = "50",
            description = "How many measure at a time (default: ${DEFAULT-VALUE}).")
    private int clients;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    /** Arguments: see {@code --help}. The project's directory is in the property {@code netperfmeter.root}. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ManyClients()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (WorkDirectory work = WorkDirectory.create("many-clients");
                PassiveProcess passive = PassiveProcess.start(WorkDirectory.program(), work.path())) {
            long beganNanos = System.nanoTime();
            List<Result> results = measure(passive, work.path());
            double seconds = (System.nanoTime() - beganNanos) / 1e9;
            passive.awaitIdle();
            List<String> refusals = passive.refusals();
            int exitCode = passive.stop();
            boolean good = report(results, seconds) && refusals.isEmpty() && exitCode == 0;
            refusals.forEach(System.out::println);
            System.out.printf("The passive node ended with exit code %d.%n", exitCode);
            work.keep(!good);
            return good ? 0 : 1;
        }
    }

    private List<Result> measure(PassiveProcess passive, Path directory) throws IOException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Result>> pending = new ArrayList<>();
            for (int number = 0; number < measurements; number++) {
                Path own = Files.createDirectory(directory.resolve("measurement-" + number));
                double seconds = LEAST_SECONDS + SPREAD_SECONDS * number / measurements;
                Measurement measurement = new Measurement(passive.basePort(), seconds, own, "", FLOWS);
                pending.add(executor.submit(() -> measure(measurement)));
            }
            List<Result> results = new ArrayList<>();
            for (Future<Result> result : pending) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    /** An exact one has no faults. */
    private record Result(Measurement.Outcome outcome, List<String> faults) {}

    private Result measure(Measurement measurement) {
        AtomicInteger began = new AtomicInteger();
        try {
            Measurement.Outcome outcome = measurement.run(() -> {
                began.set(1);
                mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            });
            List<String> faults = new ArrayList<>(outcome.faults());
            faults.addAll(Exactness.differences(outcome.active(), outcome.passive(), measurement.protocols()));
            return new Result(outcome, faults);
        } catch (IOException | RuntimeException e) {
            return new Result(null, List.of(e.toString()));
        } finally {
            running.addAndGet(-began.get());
        }
    }

    /** Prints what was measured, and what was wrong. Returns whether nothing was. */
    private boolean report(List<Result> results, double seconds) {
        List<Result> exact =
                results.stream().filter(result -> result.faults().isEmpty()).toList();
        System.out.printf(
                "%-8s %-12s %7s %12s %12s %7s %15s%n",
                "Protocol", "to", "Flows", "Sent", "Received", "Lost", "Bytes received");
        for (TransportProtocol protocol :
                List.of(TransportProtocol.TCP, TransportProtocol.MPTCP, TransportProtocol.UDP)) {
            row(protocol, "the passive", exact, Measurement.Outcome::active, Measurement.Outcome::passive);
            row(protocol, "the active", exact, Measurement.Outcome::passive, Measurement.Outcome::active);
        }
        for (int number = 0; number < results.size(); number++) {
            for (String fault : results.get(number).faults()) {
                System.out.printf("Measurement %d: %s%n", number, fault);
            }
        }
        System.out.printf(
                "%d of %d measurements exact, up to %d at a time, in %.0f s%n",
                exact.size(), results.size(), mostRunning.get(), seconds);
        return exact.size() == results.size();
    }

    /** Messages of all exact measurements. */
    private static void row(
            TransportProtocol protocol,
            String direction,
            List<Result> exact,
            Function<Measurement.Outcome, Scalars> sender,
            Function<Measurement.Outcome, Scalars> receiver) {
        int[] flows = IntStream.range(0, FLOWS.size())
                .filter(flow -> FLOWS.get(flow).startsWith(protocol + " "))
                .toArray();
        ToLongFunction<ToLongBiFunction<Measurement.Outcome, Integer>> sum = counter -> exact.stream()
                .mapToLong(result -> IntStream.of(flows)
                        .mapToLong(flow -> counter.applyAsLong(result.outcome(), flow))
                        .sum())
                .sum();
        System.out.printf(
                "%-8s %-12s %7d %12d %12d %7d %15d%n",
                protocol,
                direction,
                (long) exact.size() * flows.length,
                sum.applyAsLong((outcome, flow) -> sender.apply(outcome).sent(flow, Scalars.Unit.PACKETS)),
                sum.applyAsLong((outcome, flow) -> receiver.apply(outcome).received(flow, Scalars.Unit.PACKETS)),
                sum.applyAsLong((outcome, flow) -> receiver.apply(outcome).lost(flow, Scalars.Unit.PACKETS)),
                sum.applyAsLong((outcome, flow) -> receiver.apply(outcome).received(flow, Scalars.Unit.BYTES)));
    }
}
