import {execFile, execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';

const run = promisify(execFile);
const DAEMONS = ['slurmd', 'slurmctld', 'munged'];
const PATIENCE = 30_000;
const GPUS = 2;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Why no cluster can be started here, or nothing where one can. */
export function missingForCluster() {
  const absent = DAEMONS.filter(name => !existsSync(`/usr/sbin/${name}`));
  if (absent.length > 0) return `no ${absent.join(', ')}; apt-get install --no-install-recommends slurm-wlm munge`;
  if (process.getuid?.() !== 0) return 'slurmd has to be started by root';
  return undefined;
}

/**
 * Starts a Slurm cluster of this machine alone: its own munged, slurmctld and slurmd on free ports, all files in a
 * temporary folder, no systemd, no cgroups, no database. `stop` ends the daemons by their pid files, in any case.
 */
export async function startCluster({maxArraySize = 1001, cpus = 4, requeueSeconds = 5, minJobSeconds = 3600} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-slurm-'));
  for (const name of ['state', 'spool', 'dev']) mkdirSync(join(folder, name));
  const host = hostname().split('.')[0];
  const socket = join(folder, 'munge.socket');
  const key = join(folder, 'munge.key');
  const gpus = makeGpus(join(folder, 'dev'));
  writeFileSync(key, randomBytes(128), {mode: 0o600});
  writeFileSync(join(folder, 'gres.conf'), gpus ? `Name=gpu File=${join(folder, 'dev')}/gpu[0-${GPUS - 1}]\n` : '');
  if (majorVersion() >= 23) writeFileSync(join(folder, 'cgroup.conf'), 'CgroupPlugin=disabled\n');
  const ports = await freePorts(2);
  const settings = {folder, host, socket, ports, cpus, maxArraySize, requeueSeconds, minJobSeconds, gpus};
  writeFileSync(join(folder, 'slurm.conf'), configuration(settings));
  const env = {...process.env, SLURM_CONF: join(folder, 'slurm.conf')};
  const command = (name, ...args) => run(name, args, {env}).then(({stdout}) => stdout);

  const pidFile = name => join(folder, `${name}.pid`);
  const startMunge = () =>
    command(
      '/usr/sbin/munged',
      '--force',
      `--socket=${socket}`,
      `--key-file=${key}`,
      `--pid-file=${pidFile('munged')}`,
      `--log-file=${join(folder, 'munged.log')}`,
      `--seed-file=${join(folder, 'munged.seed')}`
    );
  const startController = (...args) => command('/usr/sbin/slurmctld', ...args);
  const stopDaemon = async name => {
    const pid = readPid(pidFile(name));
    if (pid === undefined) return;
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      if (!(await ended(pid, signal))) continue;
      rmSync(pidFile(name), {force: true});
      return;
    }
  };
  const isReady = async () => {
    const states = await command('sinfo', '-h', '-o', '%T').catch(() => '');
    return /^(idle|mixed|allocated)$/m.test(states);
  };
  const untilReady = async () => {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(200)) if (await isReady()) return;
    throw new Error(`Expected a ready cluster within ${PATIENCE / 1000} s, got none.`);
  };
  // Where this process is stopped from outside, nothing of the cluster stays behind.
  const killAll = () => {
    for (const name of DAEMONS) kill(readPid(pidFile(name)), 'SIGKILL');
    rmSync(folder, {recursive: true, force: true});
  };
  const onSignal = () => process.exit(130);
  process.once('exit', killAll);
  for (const name of SIGNALS) process.once(name, onSignal);
  const stop = async () => {
    process.off('exit', killAll);
    for (const name of SIGNALS) process.off(name, onSignal);
    await command('scancel', '--quiet', '--user=root').catch(() => undefined);
    for (const name of DAEMONS) await stopDaemon(name);
    rmSync(folder, {recursive: true, force: true});
  };
  try {
    await startMunge();
    await startController('-c');
    await command('/usr/sbin/slurmd');
    await untilReady();
  } catch (cause) {
    const logs = DAEMONS.map(name => `${name}: ${lastLines(join(folder, `${name}.log`))}`);
    await stop();
    throw new Error([`Could not start a cluster: ${cause.message}`, ...logs].join('\n'), {cause});
  }
  return {
    folder,
    env,
    gpus,
    command,
    stop,
    stopController: () => stopDaemon('slurmctld'),
    startController: async () => {
      await startController();
      await untilReady();
    }
  };
}

function configuration({folder, host, socket, ports, cpus, maxArraySize, requeueSeconds, minJobSeconds, gpus}) {
  const [controller, node] = ports;
  return `ClusterName=espalier
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
SlurmUser=root
AuthInfo=socket=${socket},cred_expire=${requeueSeconds}
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=2,bf_interval=2,sched_min_interval=0
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SlurmctldParameters=preempt_send_user_signal
SlurmdParameters=config_overrides
${gpus ? 'GresTypes=gpu\n' : ''}ReturnToService=2
MaxArraySize=${maxArraySize}
MinJobAge=${minJobSeconds}
KillWait=20
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus} RealMemory=1000${gpus ? ` Gres=gpu:${GPUS}` : ''} State=UNKNOWN
PartitionName=low Nodes=${host} Default=YES MaxTime=INFINITE State=UP PriorityTier=1 GraceTime=20
PartitionName=high Nodes=${host} MaxTime=INFINITE State=UP PriorityTier=10 PreemptMode=OFF
`;
}

/** Before 23, Slurm has no word for doing without cgroups, and does without where there are none. */
function majorVersion() {
  return Number(/\d+/.exec(execFileSync('/usr/sbin/slurmctld', ['-V'], {encoding: 'utf8'}))?.[0]);
}

/** Device nodes that look like GPUs to slurmd, which assigns them without opening them; false where none can be made. */
function makeGpus(folder) {
  try {
    for (let i = 0; i < GPUS; i++)
      execFileSync('mknod', [join(folder, `gpu${i}`), 'c', '195', String(i)], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

async function freePorts(count) {
  const servers = Array.from({length: count}, () => createServer());
  const ports = await Promise.all(
    servers.map(server => new Promise(resolve => server.listen(0, () => resolve(server.address().port))))
  );
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

function lastLines(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-8).join('\n') : 'no log';
}

function readPid(path) {
  const pid = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  return pid > 0 ? pid : undefined;
}

/** Sends a signal, and says whether the process is gone within a few seconds. */
async function ended(pid, signal) {
  for (let i = 0; i < 100; i++) {
    if (!kill(pid, i === 0 ? signal : 0)) return true;
    await sleep(100);
  }
  return false;
}

/** False where there is no such process, or only what is left of one until somebody asks how it ended. */
function kill(pid, signal) {
  try {
    return pid !== undefined && process.kill(pid, signal) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
