// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

/**
 * When the frames of one direction are due: pure, driven by the caller's clock. Due times are absolute (each is the one
 * before plus a gap, which is drawn once per frame), so nothing drifts. Allocates nothing; not thread-safe.
 *
 * <p>The rules (lifecycle.md 5.2 and 5.4, as mended by their recommendations):
 *
 * <ul>
 *   <li>When the flow becomes on, a frame is due at once, unless the gap since the last one is not over yet.
 *   <li>A schedule that is more than 1 s behind is started anew at now, instead of sending a burst.
 *   <li>A drawn rate that is not positive makes the next frame due at once.
 *   <li>On/off events that are overdue are executed in order, without delay.
 * </ul>
 *
 * The caller reads its clock for every frame: at rates beyond its own speed frames are due again at once.
 */
public final class FrameSchedule {
    /** No time at all. Not to be calculated with. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long RESTART_NANOS = 1_000_000_000;

    /** So that a list whose draws are all 0 cannot hold the caller: the rest waits for its next pass. */
    private static final int MAX_EVENTS_PER_PASS = 1000;

    private final TrafficPattern pattern;
    private final boolean silent;
    private final boolean saturated;
    private final Distribution[] gapSeconds;
    private final boolean repeat;
    private final FlowRandom random;

    private boolean on;
    private int nextEvent;
    private long toggleNanos = NEVER;
    private long dueNanos = NEVER;
    /** What {@link #dueNanos} lacks of the exact time: -0.5..0.5 ns. */
    private double dueFractionNanos;

    private long restarts;

    public FrameSchedule(TrafficPattern pattern, OnOffSchedule onOff, FlowRandom random) {
        this.pattern = pattern;
        this.silent = pattern.isSilent();
        this.saturated = pattern.isSaturated();
        this.gapSeconds = onOff.gapSeconds().toArray(new Distribution[0]);
        this.repeat = onOff.repeat();
        this.random = random;
    }

    /** Starts the schedule; on/off times count from here. */
    public void start(long nowNanos) {
        on = gapSeconds.length == 0;
        nextEvent = 0;
        toggleNanos = nowNanos;
        drawNextEvent();
        dueNanos = nowNanos;
        dueFractionNanos = 0;
    }

    /**
     * The next moment at which anything happens: a frame is due or the flow is toggled; now or earlier: at once;
     * {@link #NEVER}: nothing will happen any more.
     */
    public long nextEventNanos() {
        if (silent) {
            return NEVER;
        }
        return on ? Math.min(dueNanos, toggleNanos) : toggleNanos;
    }

    /** Runs the on/off events up to now and returns whether a frame is due now. */
    public boolean isFrameDue(long nowNanos) {
        if (silent) {
            return false;
        }
        runEvents(nowNanos);
        if (!on || nowNanos < dueNanos) {
            return false;
        }
        if (!saturated && nowNanos - dueNanos > RESTART_NANOS) {
            dueNanos = nowNanos;
            dueFractionNanos = 0;
            restarts++;
        }
        return true;
    }

    /** When the frame that is due was due; for a saturated flow: {@code nowNanos}. */
    public long dueNanos(long nowNanos) {
        return saturated ? nowNanos : dueNanos;
    }

    /** The frame that was due has been sent (begun): draws the next gap. */
    public void frameSent(long nowNanos) {
        if (saturated) {
            return;
        }
        double gapNanos = pattern.pace().drawGapNanos(random.gaps());
        if (gapNanos >= 0) {
            advanceDue(gapNanos);
        } else if (dueNanos < nowNanos) {
            dueNanos = nowNanos;
            dueFractionNanos = 0;
        }
    }

    /** Draws the size of the next frame in bytes, rounded half to even; 0 or less: nothing is sent for it. */
    public int drawFrameBytes() {
        return (int) Math.rint(pattern.frameBytes().sample(random.sizes()));
    }

    /** How often the schedule fell more than 1 s behind and was started anew. */
    public long restarts() {
        return restarts;
    }

    private void advanceDue(double gapNanos) {
        double wholeNanos = Math.floor(gapNanos);
        double fraction = dueFractionNanos + (gapNanos < NEVER ? gapNanos - wholeNanos : 0);
        double carry = Math.rint(fraction);
        dueFractionNanos = fraction - carry;
        dueNanos = plus(dueNanos, wholeNanos + carry);
    }

    private void runEvents(long nowNanos) {
        for (int events = 0; toggleNanos <= nowNanos && events < MAX_EVENTS_PER_PASS; events++) {
            on = !on;
            if (on && dueNanos < toggleNanos) {
                dueNanos = toggleNanos;
                dueFractionNanos = 0;
            }
            drawNextEvent();
        }
    }

    private void drawNextEvent() {
        if (nextEvent == gapSeconds.length && repeat) {
            nextEvent = 0;
        }
        if (nextEvent == gapSeconds.length) {
            toggleNanos = NEVER;
            return;
        }
        double gapNanos = Math.rint(gapSeconds[nextEvent].sample(random.onOff()) * NANOS_PER_SECOND);
        toggleNanos = plus(toggleNanos, Math.max(0, gapNanos));
        nextEvent++;
    }

    /** The sum, or {@link #NEVER} beyond the end of time; the gap may be infinite. */
    private static long plus(long nanos, double gapNanos) {
        long sum = nanos + (long) gapNanos;
        return sum < nanos ? NEVER : sum;
    }
}
