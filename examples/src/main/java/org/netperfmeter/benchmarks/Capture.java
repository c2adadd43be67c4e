// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Packets on loopback to one port, stamped by the kernel and kept by dumpcap. */
final class Capture implements AutoCloseable {
    private static final String PATH = "/usr/bin/dumpcap";
    private static final String FILE = "departures.pcap";

    /** Enough for the headers of Ethernet, IPv4 and TCP with options, and that of a message. */
    private static final int SNAP_BYTES = 128;

    private static final int BUFFER_MIB = 64;

    private final Path file;
    private final Child dumpcap;

    private Capture(Path file, Child dumpcap) {
        this.file = file;
        this.dumpcap = dumpcap;
    }

    /** Captures from now on what goes to this port over UDP or TCP. */
    static Capture start(Bench bench, int port)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        Host.require(PATH, "wireshark-common");
        Path file = bench.directory().resolve(FILE);
        Child dumpcap = Child.start(
                bench.directory(),
                "dumpcap",
                List.of(
                        // So that it takes no processor that a contestant wants; its buffer is large enough.
                        "nice",
                        "-n",
                        "19",
                        PATH,
                        "-q",
                        "-P",
                        "-i",
                        "lo",
                        "-s",
                        Integer.toString(SNAP_BYTES),
                        "-B",
                        Integer.toString(BUFFER_MIB),
                        "-f",
                        "dst port " + port,
                        "-w",
                        file.toString()));
        Capture capture = new Capture(file, dumpcap);
        try {
            dumpcap.awaitOutput("File: ");
            return capture;
        } catch (RunFailedException e) {
            capture.close();
            if (dumpcap.output().contains("permission")) {
                throw new MissingException("dumpcap may not capture on lo: it takes root or its capabilities");
            }
            throw e;
        }
    }

    /** Ends the capture, and takes those of its messages that have this size. */
    Departures departures(int frameBytes) throws IOException, InterruptedException, RunFailedException {
        dumpcap.terminate();
        try (PcapFile packets = new PcapFile(Files.newInputStream(file))) {
            return Departures.read(packets, frameBytes);
        }
    }

    @Override
    public void close() {
        dumpcap.close();
    }
}
