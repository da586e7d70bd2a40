/**
 * The invented city in which the bank works. None of these names is a county, town or street that exists; the branches take
 * theirs from them.
 */
export const CITY = '青禾市'

export interface Place {
  readonly branch: string
  readonly region: string
  readonly streets: readonly string[]
  /** A town where the farmers are, or a street where the firms are. */
  readonly rural: boolean
}

export const PLACES: readonly Place[] = [
  { branch: 'QH101', region: '禾东区', streets: ['青禾大街', '粮仓路', '禾苗巷', '东稷街'], rural: false },
  { branch: 'QH102', region: '禾东区柳泉镇', streets: ['柳泉村', '前柳屯', '后柳屯', '三眼井村'], rural: true },
  { branch: 'QH103', region: '禾东区北仓街道', streets: ['北仓路', '车辕街', '砖窑巷'], rural: false },
  { branch: 'QH104', region: '禾东区雁湖乡', streets: ['雁湖村', '苇塘屯', '渡口村'], rural: true },
  { branch: 'QH201', region: '禾西区', streets: ['西稷街', '酒坊路', '青禾西街', '染坊巷'], rural: false },
  { branch: 'QH202', region: '禾西区石桥镇', streets: ['石桥村', '桥头屯', '杏树沟村'], rural: true },
  { branch: 'QH203', region: '禾西区向阳坡街道', streets: ['坡上路', '纺纱街', '机务巷'], rural: false },
  { branch: 'QH204', region: '禾西区青石岭乡', streets: ['岭前村', '岭后村', '石碾屯'], rural: true },
  { branch: 'QH301', region: '双桦县', streets: ['双桦大街', '白桦路', '林场街'], rural: false },
  { branch: 'QH302', region: '双桦县桦湾镇', streets: ['桦湾村', '河套屯', '鱼梁村'], rural: true },
  { branch: 'QH303', region: '双桦县泉眼沟乡', streets: ['泉眼沟村', '黑土屯', '三岔村'], rural: true },
  { branch: 'QH304', region: '双桦县松塔镇', streets: ['松塔街', '木材路', '站前巷'], rural: false },
]
